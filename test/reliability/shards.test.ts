import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full } from './lengths.js';
import { readManyShards } from './shards/scenario.js';

/** Shards, what serves them, and the most that all processes may have together, in MB of proportional memory. */
const runs: readonly (readonly [number, string, number])[] = full
  ? [
      [64, '2', 2_048],
      [64, 'per-shard', Infinity],
      [256, '2', 4_096],
    ]
  : [[16, '2', 1_024]];

describe('one worker of many shards', () => {
  it.each(runs)(
    'reads %i of them with --processes %s, checkpoints each and stops cleanly, in at most %d MB',
    async (shards, processes, mostMegabytes) => {
      const { seconds, memory } = await readManyShards({ shards, processes, recordsPerShard: 20 });
      const megabytes = (kilobytes: number): number => Math.round(kilobytes / 1024);
      printFigures(`${shards} shards with --processes ${processes}`, {
        'processes in all': memory.processes,
        'proportional memory in all, MB, at most': megabytes(memory.proportional),
        'resident memory in all, MB, then': megabytes(memory.resident),
        'until all was read, seconds': seconds.read.toFixed(1),
        'until the worker was gone, seconds': seconds.stop.toFixed(1),
      });
      expect(megabytes(memory.proportional)).toBeLessThanOrEqual(mostMegabytes);
    },
    600_000,
  );
});
