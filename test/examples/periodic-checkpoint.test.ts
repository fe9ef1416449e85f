import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import PeriodicCheckpoint from '../../examples/periodic-checkpoint/processor.js';
import { simulateShard } from '../../src/testing.js';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the periodic checkpoint example', () => {
  it('has under 40 lines', async () => {
    const file = fileURLToPath(new URL('../../examples/periodic-checkpoint/processor.ts', import.meta.url));
    expect((await readFile(file, 'utf8')).trimEnd().split('\n').length).toBeLessThan(40);
  });

  it('checkpoints when a minute has passed, the largest pair that is done, and when the worker stops', async () => {
    // half a minute passes as each is read; the batch after the one being handled is read ahead
    function* records() {
      for (let i = 0; i < 10; i++) {
        vi.setSystemTime(Date.now() + minute / 2);
        yield `record ${i}`;
      }
    }
    const { checkpoints, records: delivered } = await simulateShard(PeriodicCheckpoint, {
      records: records(),
      batchSize: 1,
      aggregate: 4,
    });
    expect(delivered).toBe(10);
    expect(checkpoints.every(({ error }) => error === null)).toBe(true);
    expect(checkpoints.map(({ position }) => Number(position?.sequenceNumber.slice(2)))).toEqual([0, 2]);
    expect(checkpoints.at(-1)?.position?.subSequenceNumber).toBe(1);
  });

  it('checkpoints what it has when the worker stops early', async () => {
    const { checkpoint, end } = await simulateShard(PeriodicCheckpoint, {
      records: ['a', 'b', 'c', 'd'],
      batchSize: 2,
      inject: [{ what: 'shutdown', batch: 1 }],
    });
    expect(end).toBe('shutdown');
    expect(Number(checkpoint?.sequenceNumber.slice(2))).toBe(1);
  });
});
