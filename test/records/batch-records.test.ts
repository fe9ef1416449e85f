import { describe, expect, it } from 'vitest';
import { batchRecords, type BatchLimits } from '../../src/records/batch-records.js';
import type { NewRecord } from '../../src/records/record.js';

async function batches(records: NewRecord[], limits?: BatchLimits): Promise<string[][]> {
  const found: string[][] = [];
  for await (const batch of batchRecords(records, () => 'k', limits)) {
    found.push(batch.map(({ data, partitionKey }) => `${partitionKey}:${Buffer.from(data).toString()}`));
  }
  return found;
}

const records = (...data: string[]): NewRecord[] => data.map((one) => ({ data: Buffer.from(one) }));

describe('records in batches', () => {
  it('fill each batch up to the number and the bytes that one call takes, keys counted', async () => {
    expect(await batches(records('a', 'b', 'c'), { records: 2, bytes: 100 })).toEqual([
      ['k:a', 'k:b'],
      ['k:c'],
    ]);
    expect(await batches(records('aaa', 'bb', 'cc', 'd'), { records: 9, bytes: 7 })).toEqual([
      ['k:aaa', 'k:bb'],
      ['k:cc', 'k:d'],
    ]);
  });

  it('keep the keys they have and their order', async () => {
    const given: NewRecord[] = [{ data: Buffer.from('x'), partitionKey: 'mine' }, ...records('y')];
    expect(await batches(given)).toEqual([['mine:x', 'k:y']]);
  });

  it('are none if there are no records', async () => {
    expect(await batches([])).toEqual([]);
  });
});
