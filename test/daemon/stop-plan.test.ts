import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStopPlan, type StopPlan } from '../../src/daemon/stop-plan.js';

const GRACE_MS = 20_000;

interface Stopping {
  readonly plan: StopPlan;
  /** What was done to java, and said of it, in order. */
  readonly done: readonly string[];
}

function stopping({ hasShards = true, graceMillis = GRACE_MS } = {}): Stopping {
  const done: string[] = [];
  const plan = createStopPlan({
    daemon: { signal: (name) => done.push(`${name} to java`), killGroup: () => done.push('kill the group') },
    graceMillis,
    hasShards: () => hasShards,
    onOverrun: () => done.push('too late'),
  });
  return { plan, done };
}

describe('a stop', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks java alone at first, and once', () => {
    const { plan, done } = stopping();
    expect(plan.requested).toBe(false);
    plan.request();
    plan.request();
    expect(plan.requested).toBe(true);
    expect(done).toEqual(['SIGTERM to java']);
  });

  it('gives java its whole grace and what a JVM takes to end, then kills its processors with it', () => {
    const { plan, done } = stopping();
    plan.request();
    vi.advanceTimersByTime(GRACE_MS + 4_999);
    expect(done).toEqual(['SIGTERM to java']);
    vi.advanceTimersByTime(1);
    expect(done).toEqual(['SIGTERM to java', 'too late', 'kill the group']);
  });

  it('does not wait long for a daemon without shards, and takes that for no overrun', () => {
    const { plan, done } = stopping({ hasShards: false });
    plan.request();
    vi.advanceTimersByTime(2_999);
    expect(done).toEqual(['SIGTERM to java']);
    vi.advanceTimersByTime(1);
    expect(done).toEqual(['SIGTERM to java', 'kill the group']);
  });

  it('gives a daemon without shards no more than the grace', () => {
    const { plan, done } = stopping({ hasShards: false, graceMillis: 1_000 });
    plan.request();
    vi.advanceTimersByTime(1_000);
    expect(done).toEqual(['SIGTERM to java', 'kill the group']);
  });

  it('is over when java has ended: nothing is killed later', () => {
    const { plan, done } = stopping();
    plan.request();
    plan.ended();
    vi.advanceTimersByTime(10 * GRACE_MS);
    expect(done).toEqual(['SIGTERM to java']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can be made at once, before it was asked for and after', () => {
    const first = stopping();
    first.plan.now();
    expect(first.plan.requested).toBe(true);
    first.plan.request();
    expect(first.done).toEqual(['kill the group']);
    const second = stopping();
    second.plan.request();
    second.plan.now();
    expect(second.done).toEqual(['SIGTERM to java', 'kill the group']);
  });
});
