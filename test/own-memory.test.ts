import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectEachMinute } from '../src/own-memory.js';

describe('collecting garbage each minute', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('frees what nobody uses any more', async () => {
    const stop = collectEachMinute();
    const garbage = await makeGarbage();
    vi.advanceTimersByTime(59_999);
    expect(garbage.deref()).toBeDefined();
    await turn();
    vi.advanceTimersByTime(1);
    expect(garbage.deref()).toBeUndefined();
    stop();
  });

  it('ends when it is told to', async () => {
    const stop = collectEachMinute();
    stop();
    const garbage = await makeGarbage();
    vi.advanceTimersByTime(600_000);
    expect(garbage.deref()).toBeDefined();
  });

  it('leaves the collector out of the reach of other code', () => {
    collectEachMinute()();
    expect('gc' in globalThis).toBe(false);
  });
});

/** A weak reference keeps its object until the turn of the event loop ends in which it was made or looked at. */
async function makeGarbage(): Promise<WeakRef<object>> {
  const garbage = new WeakRef({});
  await turn();
  return garbage;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
