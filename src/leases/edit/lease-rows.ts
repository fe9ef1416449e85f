import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { explained } from '../../aws/aws-error.js';
import { KclTsError } from '../../errors.js';
import { listRows } from '../initial-leases.js';
import type { Row } from './edit.js';

/** The leases of the table; other rows that the KCL keeps there are none. */
export async function leaseRows(dynamodb: DynamoDBClient, table: string): Promise<Map<string, Row>> {
  const rows = await explained(`read the table ${table}`, listRows(dynamodb, table));
  const leases = new Map<string, Row>();
  for (const row of rows) {
    const { leaseKey, checkpoint } = row;
    if (leaseKey?.S === undefined || checkpoint?.S === undefined) continue;
    if (leaseKey.S.includes(':')) {
      throw new KclTsError('CONFIG_INVALID', `the table ${table} has the leases of several streams`, {
        hint: 'kcl-ts changes those of an application with one stream',
      });
    }
    leases.set(leaseKey.S, row);
  }
  return leases;
}
