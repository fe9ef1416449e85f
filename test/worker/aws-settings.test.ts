import { expect, it } from 'vitest';
import { awsSettings } from '../../src/worker/aws-settings.js';

const aws = {
  kinesisEndpoint: undefined,
  dynamodbEndpoint: undefined,
  profile: undefined,
  tables: { lease: 'App', coordinatorState: 'App-C', workerMetrics: 'App-W' },
};

it('kcl-ts calls each service in the region in which the daemon calls it', () => {
  const properties = new Map([
    ['kinesisClient.region', 'eu-west-1'],
    ['dynamoDbClient.region', 'eu-central-1'],
  ]);
  const { kinesis, dynamodb } = awsSettings({ region: 'eu-west-1', aws, properties }, undefined);
  expect([kinesis.region, dynamodb.region]).toEqual(['eu-west-1', 'eu-central-1']);
});

it('the embedded servers have one region', () => {
  const local = { kinesisEndpoint: 'http://127.0.0.1:1', dynamodbEndpoint: 'http://127.0.0.1:2' };
  const { kinesis, dynamodb } = awsSettings({ region: 'us-east-1', aws, properties: new Map() }, local);
  expect([kinesis.region, dynamodb.region]).toEqual(['us-east-1', 'us-east-1']);
});
