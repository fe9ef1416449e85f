import { describe, expect, it } from 'vitest';
import { obstacleToQuickStart } from '../../src/properties/quick-start.js';

const properties = (entries: Record<string, string> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries({ awsCredentialsProvider: 'DefaultCredentialsProvider', ...entries }));
const obstacle = (
  entries: Record<string, string> = {},
  more: { kcl?: string; namedProfile?: string } = {},
): string | undefined =>
  obstacleToQuickStart({
    kcl: '3.1.3',
    namedProfile: undefined,
    region: 'eu-west-1',
    properties: properties(entries),
    ...more,
  });

describe('a start that kcl-ts can quicken', () => {
  it('has the credentials and the region of kcl-ts, and the tables of KCL 3', () => {
    expect(obstacle()).toBeUndefined();
    expect(obstacle({ 'dynamoDbClient.region': 'eu-west-1' })).toBeUndefined();
    const profile = { awsCredentialsProvider: 'ProfileCredentialsProvider|team' };
    expect(obstacle(profile, { namedProfile: 'team' })).toBeUndefined();
  });

  it.each<[string, Record<string, string>, { kcl?: string; namedProfile?: string }]>([
    ['a role', { awsCredentialsProvider: 'StsAssumeRoleCredentialsProvider|arn|name' }, {}],
    ["a provider of the tables' own", { awsCredentialsProviderDynamoDB: 'com.example.Provider' }, {}],
    ['a provider made of keys', { 'dynamoDBCredentialsProvider.class': 'X' }, {}],
    ['another profile', { awsCredentialsProvider: 'ProfileCredentialsProvider|a' }, { namedProfile: 'b' }],
    ['tables in another region', { 'dynamoDbClient.region': 'us-east-1' }, {}],
    ['KCL 2', {}, { kcl: '2.5.4' }],
    ['tables that move', { migrateAllEntitiesToLeaseTable: 'true' }, { kcl: '3.5.1' }],
  ])('does not have %s', (_what, entries, more) => {
    expect(obstacle(entries, more)).toEqual(expect.any(String));
  });
});
