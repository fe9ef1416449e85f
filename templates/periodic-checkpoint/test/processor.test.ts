import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KinesisClientRecord } from 'kcl-ts';
import { simulateShard } from 'kcl-ts/testing';
import Processor from '../src/processor.js';

const records = ['one', 'two', 'three'];

test('checkpoints once when the worker stops, however many batches came within the minute', async () => {
  const { checkpoints, batches } = await simulateShard(new Processor(), { records, batchSize: 1 });
  assert.equal(batches, 3);
  assert.equal(checkpoints.length, 1);
});

test('leaves nothing to the next worker after it has stopped', async () => {
  const { checkpoint } = await simulateShard(new Processor(), { records });
  assert.ok(checkpoint);
  const next = await simulateShard(new Processor(), { records, startAfter: checkpoint });
  assert.equal(next.records, 0);
});

test('checkpoints nothing when a record fails', async () => {
  class Failing extends Processor {
    protected override handle(record: KinesisClientRecord): void {
      if (record.text() === 'three') throw new Error('this record is bad');
    }
  }
  let checkpoints = 0;
  const shard = simulateShard(new Failing(), { records, onCheckpoint: () => checkpoints++ });
  await assert.rejects(shard, /this record is bad/);
  assert.equal(checkpoints, 0);
});
