import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { within } from '../../src/child/within.js';

const never = new Promise<never>(() => undefined);

describe('within', () => {
  it('ends when the promise settles, however', async () => {
    await within(60_000, Promise.resolve());
    await within(60_000, Promise.reject(new Error('no')));
  });

  it('ends when the time is over', async () => {
    await within(1, never);
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const ended = within(60_000, never, stop.signal);
    expect(await Promise.race([ended.then(() => 'ended'), sleep(20, 'waits')])).toBe('waits');
    stop.abort();
    await ended;
    await within(60_000, never, stop.signal);
  });

  it('leaves no timer behind', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    await within(60_000, Promise.resolve());
    expect(timers()).toBe(before);
  });
});
