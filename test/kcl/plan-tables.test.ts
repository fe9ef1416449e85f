import { describe, expect, it } from 'vitest';
import { planTables, type TablePlan } from '../../src/kcl/plan-tables.js';

const names = {
  lease: 'App',
  coordinatorState: 'App-CoordinatorState',
  workerMetrics: 'App-WorkerMetricStats',
};
const plan = (properties: Record<string, string> = {}): TablePlan[] =>
  planTables(names, new Map(Object.entries(properties)));

describe('the tables of an application', () => {
  it('are billed on demand, without tags, protection and backups, unless something else is set', () => {
    const [lease, coordinatorState, workerMetrics] = plan();
    expect(lease?.request).toEqual({
      TableName: 'App',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'leaseKey', AttributeType: 'S' },
        { AttributeName: 'leaseOwner', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'leaseKey', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'LeaseOwnerToLeaseKeyIndex',
          KeySchema: [
            { AttributeName: 'leaseOwner', KeyType: 'HASH' },
            { AttributeName: 'leaseKey', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
    expect(coordinatorState?.request).toEqual({
      TableName: 'App-CoordinatorState',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
    });
    expect(workerMetrics?.request.KeySchema).toEqual([{ AttributeName: 'wid', KeyType: 'HASH' }]);
    expect(plan().map(({ pointInTimeRecovery }) => pointInTimeRecovery)).toEqual([false, false, false]);
  });

  it('follow the keys that the daemon has for them', () => {
    const [lease, coordinatorState, workerMetrics] = plan({
      leaseTableDeletionProtectionEnabled: 'true',
      leaseTablePitrEnabled: 'true',
      initialLeaseTableReadCapacity: '5',
      coordinatorStateBillingMode: 'PROVISIONED',
      coordinatorStateReadCapacity: '7',
      coordinatorStateWriteCapacity: '3',
      coordinatorStateTags: 'team=a,cost=b',
      workerMetricsPointInTimeRecoveryEnabled: 'true',
      workerMetricsDeletionProtectionEnabled: 'true',
    });
    expect(lease).toMatchObject({
      request: { BillingMode: 'PAY_PER_REQUEST', DeletionProtectionEnabled: true },
      pointInTimeRecovery: true,
    });
    expect(coordinatorState).toMatchObject({
      request: {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
        Tags: [
          { Key: 'team', Value: 'a' },
          { Key: 'cost', Value: 'b' },
        ],
      },
      pointInTimeRecovery: false,
    });
    expect(workerMetrics).toMatchObject({
      request: { BillingMode: 'PAY_PER_REQUEST', DeletionProtectionEnabled: true },
      pointInTimeRecovery: true,
    });
  });
});
