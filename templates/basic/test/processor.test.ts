import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KinesisClientRecord } from 'kcl-ts';
import { simulateShard } from 'kcl-ts/testing';
import Processor from '../src/processor.js';

test('handles the records in their order, and checkpoints each batch', async () => {
  const handled: string[] = [];
  class Recording extends Processor {
    protected override handle(record: KinesisClientRecord): void {
      handled.push(record.text());
    }
  }
  const { checkpoints } = await simulateShard(new Recording(), {
    records: ['one', 'two', 'three'],
    batchSize: 2,
  });
  assert.deepEqual(handled, ['one', 'two', 'three']);
  // one for each of the two batches, and one when the worker stops
  assert.equal(checkpoints.length, 3);
});

test('checkpoints the batches before one that fails, and not that one', async () => {
  class Failing extends Processor {
    protected override handle(record: KinesisClientRecord): void {
      if (record.text() === 'bad') throw new Error('this record is bad');
    }
  }
  let checkpoints = 0;
  const shard = simulateShard(new Failing(), {
    records: ['good', 'bad'],
    batchSize: 1,
    onCheckpoint: () => checkpoints++,
  });
  await assert.rejects(shard, /this record is bad/);
  assert.equal(checkpoints, 1);
});
