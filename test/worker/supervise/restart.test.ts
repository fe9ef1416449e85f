import { describe, expect, it } from 'vitest';
import { KclTsError, type ErrorCode } from '../../../src/errors.js';
import { withRestarts, type RestartPolicy } from '../../../src/worker/supervise/restart.js';
import type { WorkerOutcome } from '../../../src/worker/settings.js';

interface Played {
  readonly result: Promise<WorkerOutcome>;
  readonly said: string[];
  readonly starts: () => number;
  readonly stop: AbortController;
}

/** Plays attempts: an error code, or `stopped` for an ordinary end. The last one is repeated. */
function play(
  policy: RestartPolicy,
  attempts: readonly (ErrorCode | 'stopped')[],
  healthyMs = 60_000,
): Played {
  const said: string[] = [];
  const stop = new AbortController();
  let starts = 0;
  const run = async (): Promise<WorkerOutcome> => {
    const attempt = attempts[Math.min(starts++, attempts.length - 1)];
    if (attempt === 'stopped') return { kind: 'stopped' };
    throw new KclTsError(attempt ?? 'INTERNAL', `attempt ${starts} failed`);
  };
  const context = {
    signal: stop.signal,
    say: (line: string) => void said.push(line),
    firstDelayMs: 1,
    healthyMs,
    random: () => 1,
  };
  return { result: withRestarts(policy, run, context), said, starts: () => starts, stop };
}

describe('withRestarts', () => {
  it('never starts a worker again unless asked to', async () => {
    const { result, starts } = play({ when: 'never', max: 10 }, ['DAEMON_FAILED', 'stopped']);
    await expect(result).rejects.toMatchObject({ message: 'attempt 1 failed' });
    expect(starts()).toBe(1);
  });

  it('starts a worker that failed until it ends well, each time after twice the delay', async () => {
    const { result, said, starts } = play({ when: 'on-failure', max: 10 }, [
      'DAEMON_FAILED',
      'PROCESSOR_FAILED',
      'stopped',
    ]);
    expect(await result).toEqual({ kind: 'stopped' });
    expect(starts()).toBe(3);
    expect(said).toEqual([
      'attempt 1 failed; starting it again in 0.0 s (1 of 10)',
      'attempt 2 failed; starting it again in 0.0 s (2 of 10)',
    ]);
  });

  it('gives up after the most restarts in a row, with the last error', async () => {
    const { result, starts } = play({ when: 'on-failure', max: 2 }, ['DAEMON_FAILED']);
    await expect(result).rejects.toMatchObject({ message: 'attempt 3 failed' });
    expect(starts()).toBe(3);
  });

  it('counts anew after a healthy period', async () => {
    const attempts = [...Array<ErrorCode>(5).fill('DAEMON_FAILED'), 'stopped' as const];
    const { result, starts } = play({ when: 'on-failure', max: 1 }, attempts, 0);
    expect(await result).toEqual({ kind: 'stopped' });
    expect(starts()).toBe(6);
  });

  it('does not repeat what cannot succeed', async () => {
    const { result, starts } = play({ when: 'always', max: 10 }, ['JAVA_MISSING']);
    await expect(result).rejects.toMatchObject({ code: 'JAVA_MISSING' });
    expect(starts()).toBe(1);
  });

  it('starts a worker that ended well only with always', async () => {
    const { result, starts } = play({ when: 'always', max: 3 }, ['stopped', 'stopped', 'JAVA_MISSING']);
    await expect(result).rejects.toMatchObject({ code: 'JAVA_MISSING' });
    expect(starts()).toBe(3);
  });

  it('does not start again once a stop was requested, also during the delay', async () => {
    const { result, starts, stop } = play({ when: 'on-failure', max: 10_000_000 }, ['DAEMON_FAILED']);
    stop.abort();
    await expect(result).rejects.toMatchObject({ code: 'DAEMON_FAILED' });
    expect(starts()).toBe(1);
  });
});
