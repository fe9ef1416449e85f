import { describe, expect, it } from 'vitest';
import { defineProcessor } from '../../src/processor/define-processor.js';
import { simulateShard } from '../../src/testing.js';

describe('a processor that is defined', () => {
  it('is the object or the function that it was', () => {
    const object = { processRecords: () => undefined };
    const factory = () => object;
    expect(defineProcessor(object)).toBe(object);
    expect(defineProcessor(factory)).toBe(factory);
  });

  it('with a state has one for each shard, in each of its methods', async () => {
    const seen: unknown[] = [];
    const processor = defineProcessor({
      state: async ({ shardId }) => {
        await Promise.resolve();
        return { shardId, count: 0 };
      },
      initialize: ({ shardId, state }) => void seen.push(['initialize', shardId === state.shardId]),
      processRecords({ records, state, signal }) {
        expect(signal.aborted).toBe(false);
        state.count += records.length;
      },
      async shutdownRequested({ checkpointer, state }) {
        await checkpointer.checkpoint();
        seen.push(['shutdownRequested', { ...state }]);
      },
      leaseLost: ({ state }) => void seen.push(['leaseLost', state.count]),
      shardEnded: ({ state }) => void seen.push(['shardEnded', state.count]),
    });
    await simulateShard(processor, { records: 'abc', batchSize: 2, shardId: 'shardId-000000000001' });
    await simulateShard(processor, {
      records: 'ab',
      shardId: 'shardId-000000000002',
      inject: [{ what: 'shard-end' }],
    });
    expect(seen).toEqual([
      ['initialize', true],
      ['shutdownRequested', { shardId: 'shardId-000000000001', count: 3 }],
      ['leaseLost', 3],
      ['initialize', true],
      ['shardEnded', 2],
    ]);
  });

  it('with a state may leave the end of a shard open', async () => {
    const processor = defineProcessor({
      state: () => 0,
      processRecords: () => undefined,
      checkpointAtShardEnd: false,
    });
    const { checkpoints } = await simulateShard(processor, {
      records: 'a',
      inject: [{ what: 'shard-end' }],
    });
    expect(checkpoints).toEqual([]);
  });
});
