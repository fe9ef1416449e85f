import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateShard } from 'kcl-ts/testing';
import Processor from '../src/processor.js';

const records = ['a', 'b', 'a'].map((partitionKey) => ({ data: 'text', partitionKey }));

test('reports once, when the run stops, and then checkpoints', async () => {
  const reports: object[] = [];
  class Recording extends Processor {
    protected override report(counts: ReadonlyMap<string, number>): void {
      reports.push(Object.fromEntries(counts));
    }
  }
  const { checkpoints } = await simulateShard(new Recording(), { records, batchSize: 1 });
  assert.deepEqual(reports, [{ a: 2, b: 1 }]);
  assert.equal(checkpoints.length, 1);
});

test('reports at the end of a shard, too', async () => {
  const { end, checkpoints } = await simulateShard(new Processor(), {
    records,
    inject: [{ what: 'shard-end' }],
  });
  assert.equal(end, 'shard-end');
  assert.equal(checkpoints.length, 1);
});

test('checkpoints nothing when the report fails', async () => {
  class Failing extends Processor {
    protected override report(): Promise<void> {
      return Promise.reject(new Error('the database is gone'));
    }
  }
  let checkpoints = 0;
  const shard = simulateShard(new Failing(), { records, onCheckpoint: () => checkpoints++ });
  await assert.rejects(shard, /the database is gone/);
  assert.equal(checkpoints, 0);
});
