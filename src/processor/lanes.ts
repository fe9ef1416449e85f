import type { KinesisClientRecord } from './record.js';

/** What tells which records belong together. */
export type OrderKey = 'partitionKey' | ((record: KinesisClientRecord) => string);

/** A record and its place in the batch. */
export interface Indexed {
  readonly record: KinesisClientRecord;
  readonly index: number;
}

/** Lists of records each of which keeps its order. Where there is no order to keep, each record has one of its own. */
export function lanesOf(
  records: readonly KinesisClientRecord[],
  orderKey?: OrderKey,
): IterableIterator<Indexed[]> {
  const keyOf = orderKey === 'partitionKey' ? partitionKeyOf : orderKey;
  const lanes = new Map<string | number, Indexed[]>();
  for (const [index, record] of records.entries()) {
    const key = keyOf ? keyOf(record) : index;
    const lane = lanes.get(key);
    if (lane) lane.push({ record, index });
    else lanes.set(key, [{ record, index }]);
  }
  return lanes.values();
}

function partitionKeyOf({ partitionKey }: KinesisClientRecord): string {
  return partitionKey;
}
