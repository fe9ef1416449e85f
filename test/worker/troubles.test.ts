import { describe, expect, it } from 'vitest';
import { causeIn, type Cause } from '../../src/worker/causes.js';
import type { LogSink } from '../../src/worker/log-sink.js';
import { createTroubles, type Troubles } from '../../src/worker/troubles.js';

function causeOf(text: string): Cause {
  const cause = causeIn(text);
  if (cause === undefined) throw new Error(`no cause in ${text}`);
  return cause;
}

const expired = causeOf('ExpiredTokenException: The security token included in the request is expired');
const throttled = causeOf('ProvisionedThroughputExceededException: x');

/** Notes a cause every second, from the first to the last of these seconds. */
function meet(
  cause: Cause,
  ...spans: readonly (readonly [from: number, to: number])[]
): {
  troubles: Troubles;
  said: string[];
  at: (seconds: number) => void;
} {
  const said: string[] = [];
  const log: LogSink = {
    write: () => undefined,
    daemon: () => undefined,
    say: (level, message) => void said.push(`${level} ${message.split(':')[0] ?? ''}`),
  };
  let seconds = 0;
  const troubles = createTroubles(log, { now: () => seconds * 1000 });
  for (const [from, to] of spans) for (seconds = from; seconds < to; seconds++) troubles.note(cause);
  return { troubles, said, at: (now) => (seconds = now) };
}

describe('what keeps a worker from its work', () => {
  it('is not spoken of when the next try succeeds', () => {
    expect(meet(throttled, [0, 5]).said).toEqual([]);
    expect(meet(throttled, [0, 3], [30, 33], [60, 63]).said).toEqual([]);
  });

  it('is said once a minute when it goes on', () => {
    expect(meet(throttled, [0, 60]).said).toEqual(['warn AWS throttled the requests']);
    expect(meet(throttled, [0, 70]).said).toHaveLength(2);
  });

  it('ends the worker after a minute if it will not pass by itself', () => {
    expect(meet(expired, [0, 60]).troubles.lasting.aborted).toBe(false);
    expect(meet(expired, [0, 61]).troubles.lasting.reason).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      message: 'the worker was stopped: the AWS credentials have expired',
      hint: expect.stringContaining('sign in again') as string,
    });
  });

  it('does not end it otherwise, or when it was over in between', () => {
    expect(meet(throttled, [0, 600]).troubles.lasting.aborted).toBe(false);
    expect(meet(expired, [0, 50], [80, 130]).troubles.lasting.aborted).toBe(false);
  });

  it('is known for as long as it lasts', () => {
    const { troubles, at } = meet(throttled, [0, 3]);
    at(20);
    expect(troubles.current).toBe(throttled);
    at(23);
    expect(troubles.current).toBeUndefined();
  });
});
