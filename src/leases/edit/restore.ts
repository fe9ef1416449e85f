import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { without, withoutOwner, type LeaseEdit, type Row } from './edit.js';
import { leaseRows } from './lease-rows.js';

/**
 * What it changes to have the leases as they were: checkpoints and all, but without the owners of then. Leases that are
 * not among them go. Needs dynamodb:Scan. Writes nothing.
 */
export async function planRestore(
  dynamodb: DynamoDBClient,
  table: string,
  saved: readonly Row[],
): Promise<LeaseEdit[]> {
  const rows = await leaseRows(dynamodb, table);
  const wanted = new Map(saved.map((row) => [row['leaseKey']?.S ?? '', row]));
  const put = [...wanted].map(([shardId, row]) => {
    return { shardId, before: rows.get(shardId), after: withoutOwner(row) };
  });
  const gone = [...rows]
    .filter(([id]) => !wanted.has(id))
    .map(([shardId, before]) => ({ shardId, before, after: undefined }));
  return [...put, ...gone].filter(({ before, after }) => !isSame(before, after));
}

function isSame(before: Row | undefined, after: Row | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return comparable(before) === comparable(after);
}

/** The counter counts renewals, and says nothing of what is read. */
function comparable(row: Row): string {
  return JSON.stringify(Object.entries(without(row, ['leaseCounter'])).sort(([a], [b]) => (a < b ? -1 : 1)));
}
