import { describe, expect, it } from 'vitest';
import { propertiesForKcl } from '../../src/properties/write/for-kcl.js';

const properties = new Map([
  ['streamName', 'words'],
  ['awsCredentialsProvider', 'ProfileCredentialsProvider|work,DefaultCredentialsProvider'],
  [
    'awsCredentialsProviderDynamoDB',
    'StsAssumeRoleCredentialsProvider|arn:aws:iam::1:role/r|me|externalId=x',
  ],
]);

describe('the properties', () => {
  it('of a daemon of KCL 3 stay as they were made', () => {
    expect(propertiesForKcl('3.1.3', properties)).toEqual(properties);
  });

  it('of a daemon of KCL 2 name its credentials as the older SDK does', () => {
    expect([...propertiesForKcl('2.5.4', properties)]).toEqual([
      ['streamName', 'words'],
      [
        'AWSCredentialsProvider',
        'com.amazonaws.auth.profile.ProfileCredentialsProvider|work,DefaultAWSCredentialsProviderChain',
      ],
      [
        'AWSCredentialsProviderDynamoDB',
        'KclSTSAssumeRoleSessionCredentialsProvider|arn:aws:iam::1:role/r|me|externalId=x',
      ],
    ]);
  });
});
