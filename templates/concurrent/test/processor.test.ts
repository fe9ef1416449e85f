import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import type { KinesisClientRecord } from 'kcl-ts';
import { simulateShard } from 'kcl-ts/testing';
import Processor from '../src/processor.js';

const records = ['a1', 'b1', 'a2', 'c1'].map((data) => ({ data, partitionKey: data.charAt(0) }));

test('handles records at once, and those of one partition key in their order', async () => {
  let atOnce = 0;
  let most = 0;
  const handled: string[] = [];
  class Recording extends Processor {
    protected override async handle(record: KinesisClientRecord): Promise<void> {
      most = Math.max(most, ++atOnce);
      await setImmediate();
      handled.push(record.text());
      atOnce--;
    }
  }
  await simulateShard(new Recording(), { records });
  assert.equal(most, 3);
  assert.deepEqual(
    handled.filter((data) => data.startsWith('a')),
    ['a1', 'a2'],
  );
});

test('checkpoints only what comes before the first record that failed', async () => {
  class Failing extends Processor {
    protected override handle(record: KinesisClientRecord): Promise<void> {
      return record.text() === 'a2' ? Promise.reject(new Error('this record is bad')) : Promise.resolve();
    }
  }
  const checkpoints: (string | undefined)[] = [];
  const shard = simulateShard(new Failing(), {
    records,
    onCheckpoint: ({ position }) => checkpoints.push(position?.sequenceNumber),
  });
  await assert.rejects(shard, /this record is bad/);
  // c1 is done too, but a2 before it is not: the next worker gets both
  const { checkpoint } = await simulateShard(new Processor(), { records: records.slice(0, 2) });
  assert.deepEqual(checkpoints, [checkpoint?.sequenceNumber]);
});
