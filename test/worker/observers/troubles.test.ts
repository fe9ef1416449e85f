import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/kcl/causes/cause.js';
import { causeIn } from '../../../src/kcl/causes/index.js';
import type { DaemonLine } from '../../../src/logs/daemon-line.js';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { watchTroubles, type Reading, type Troubles } from '../../../src/worker/observers/troubles.js';
import { createEvents } from '../support/events.js';

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
  let seconds = 0;
  const events = createEvents();
  const troubles = watchTroubles(events, { isReading: () => true, now: () => seconds * 1000 });
  events.subscribe('a test', { trouble: ({ text }) => void said.push(text.split(':')[0] ?? '') });
  for (const [from, to] of spans)
    for (seconds = from; seconds < to; seconds++) events.emit({ type: 'awsProblem', cause });
  return { troubles, said, at: (now) => (seconds = now) };
}

describe('what keeps a worker from its work', () => {
  it('is not spoken of when the next try succeeds', () => {
    expect(meet(throttled, [0, 5]).said).toEqual([]);
    expect(meet(throttled, [0, 3], [30, 33], [60, 63]).said).toEqual([]);
  });

  it('is said once a minute when it goes on', () => {
    expect(meet(throttled, [0, 60]).said).toEqual(['AWS throttled the requests']);
    expect(meet(throttled, [0, 70]).said).toHaveLength(2);
  });

  it('ends the worker after a minute if it will not pass by itself', () => {
    expect(meet(expired, [0, 60]).troubles.lasting.aborted).toBe(false);
    expect(meet(expired, [0, 61]).troubles.lasting.reason).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      message: 'the worker was stopped: the AWS credentials have expired',
      hint: expect.stringContaining('get new ones') as string,
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

const fetching = 'software.amazon.kinesis.retrieval.polling.PrefetchRecordsPublisher';
const renewing = 'software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseRenewer';

function errorOf(shard: number | undefined, logger: string, thrown: string): DaemonLine {
  const shardId = shard === undefined ? undefined : `shardId-00000000000${shard}`;
  return {
    timestamp: new Date(0),
    level: 'error',
    logger,
    message: `words:${shardId ?? ''} :  Exception thrown`,
    arguments: [],
    throwable: { summary: thrown, stack: '' },
    ...(shardId === undefined ? {} : { shardId }),
  };
}

interface Logged {
  readonly lines: string[];
  readonly events: WorkerEvents;
  readonly troubles: Troubles;
  /** The daemon logs these once a second, for so many seconds. */
  readonly repeat: (seconds: number, ...lines: readonly DaemonLine[]) => void;
  readonly wait: (seconds: number) => void;
}

/** What is shown of what the daemon logs: its own lines as `shown`. */
function logged(isReading: Reading = () => true): Logged {
  const lines: string[] = [];
  let seconds = 0;
  const events = createEvents();
  const troubles = watchTroubles(events, { isReading, now: () => seconds * 1000 });
  const textOf = ({ message, throwable }: DaemonLine): string => throwable?.summary ?? message;
  events.subscribe('a test', {
    trouble: ({ text }) => void lines.push(text),
    faultJudged: ({ line, isWorthShowing }) =>
      isWorthShowing ? void lines.push(`shown: ${textOf(line)}`) : undefined,
  });
  return {
    lines,
    events,
    troubles,
    repeat(times, ...daemonLines) {
      for (let time = 0; time < times && !troubles.lasting.aborted; time++, seconds++)
        for (const line of daemonLines) {
          events.emit({ type: 'daemonFault', line, cause: causeIn(textOf(line)), isHopeless: false });
        }
    },
    wait: (more) => void (seconds += more),
  };
}

describe('errors that the daemon repeats without getting on', () => {
  const odd = 'SdkClientException: something nobody has a name for';

  it('are shown once, and then counted once a minute, with the shards that are not read', () => {
    const { lines, repeat } = logged();
    repeat(130, errorOf(0, fetching, odd), errorOf(1, fetching, odd));
    expect(lines).toEqual([
      `shown: ${odd}`,
      `for 60 s shardId-000000000000 and shardId-000000000001 have not been read, because words:shardId-000000000000 :  Exception thrown: ${odd} (120 errors)`,
      expect.stringMatching(/^for 60 s shardId-000000000000 and .* have not been read/),
    ]);
  });

  it('name no shard as unread that got on, or that fails now and then', () => {
    const { lines, repeat, events } = logged();
    const progress = { type: 'progress', shardId: 'shardId-000000000000', millisBehindLatest: 0 } as const;
    repeat(30, errorOf(0, fetching, odd));
    events.emit({ ...progress, caughtUp: false, records: 1 });
    repeat(31, errorOf(0, fetching, odd));
    expect(lines[1]).toMatch(/^60 errors in 60 s, of shardId-000000000000: words/);
    const rare = logged();
    for (let time = 0; time < 4; time++) {
      rare.repeat(1, errorOf(0, fetching, odd));
      rare.wait(20);
    }
    expect(rare.lines).toEqual([`shown: ${odd}`, expect.stringMatching(/^3 errors in 63 s, of shardId/)]);
  });

  it('are shown again after they had been over', () => {
    const { lines, repeat, wait } = logged();
    repeat(3, errorOf(0, fetching, odd));
    wait(120);
    repeat(3, errorOf(0, fetching, odd));
    expect(lines).toEqual([`shown: ${odd}`, `shown: ${odd}`]);
  });

  it('are one kind whatever shard, number or id they name, and another with another class or logger', () => {
    const { lines, repeat } = logged();
    const failing = (request: string): string => `OddException: request ${request} failed`;
    repeat(
      5,
      errorOf(0, fetching, failing('5f0c')),
      errorOf(1, fetching, failing('77aa')),
      errorOf(0, renewing, failing('5f0c')),
      errorOf(0, renewing, 'EvenException: x'),
    );
    expect(lines).toHaveLength(3);
  });

  const denied = `KmsAccessDeniedException: User: u is not authorized to perform: kms:Decrypt on resource: arn:key because`;
  const named =
    /^the stream is encrypted, .* not allowed to call kms:Decrypt on its key arn:key: allow kms:Decrypt/;

  it('are told by their cause instead, whoever logs them', () => {
    const { lines, repeat } = logged();
    repeat(61, errorOf(0, fetching, denied), errorOf(1, renewing, denied));
    expect(lines).toEqual([
      expect.stringMatching(named),
      expect.stringMatching(
        /^for 60 s shardId-0.*0 and shardId-0.*1 have not been read, because the stream is/,
      ),
    ]);
  });

  it('end a worker that reads nothing else, after a minute', () => {
    const others = logged((inTrouble) => !inTrouble.has('shardId-000000000001'));
    others.repeat(120, errorOf(0, fetching, denied));
    expect(others.troubles.lasting.aborted).toBe(false);
    others.repeat(1, errorOf(1, fetching, denied));
    expect(others.troubles.lasting.reason).toMatchObject({
      code: 'AWS_REFUSED',
      exitCode: 2,
      message: expect.stringMatching(/^the worker was stopped: the stream is encrypted/) as string,
    });
  });

  it('end it sooner where the jars do not link', () => {
    const { troubles, repeat } = logged(() => false);
    const broken = 'CompletionException: x ← NoSuchMethodError: void software.amazon.awssdk.X.y()';
    repeat(5, errorOf(undefined, renewing, broken));
    expect(troubles.lasting.aborted).toBe(false);
    repeat(1, errorOf(undefined, renewing, broken));
    expect(troubles.lasting.reason).toMatchObject({
      code: 'JARS_MISMATCHED',
      message:
        'the worker was stopped: the jars do not fit together: NoSuchMethodError: void software.amazon.awssdk.X.y()',
      hint: expect.stringContaining('kcl-ts lock') as string,
    });
  });

  it('end a worker of whose own questions they are the answer, where nothing makes up for that', () => {
    const denied = causeOf('AccessDeniedException: User: u is not authorized to perform: kinesis:ListShards');
    const asked = (stopsAll: boolean): boolean => {
      const { events, troubles, wait } = logged();
      for (let time = 0; time < 70; time++) {
        events.emit({ type: 'awsProblem', cause: denied, stopsAll });
        wait(1);
      }
      return troubles.lasting.aborted;
    };
    expect(asked(false)).toBe(false);
    expect(asked(true)).toBe(true);
  });

  it('are said at once where kcl-ts itself knows for certain', () => {
    const { lines, events } = logged();
    events.emit({ type: 'awsProblem', cause: throttled });
    expect(lines).toEqual([]);
    const cause = { ...throttled, message: 'nobody answers' };
    events.emit({ type: 'awsProblem', cause, isCertain: true });
    expect(lines).toEqual([expect.stringMatching(/^nobody answers: /)]);
  });
});

describe('the words of AWS', () => {
  it.each([
    ['KmsAccessDeniedException: x', 'not allowed to use its key', true],
    ['KmsDisabledException: x', 'its key is disabled', true],
    ['KmsInvalidStateException: x', 'cannot be used in its present state', true],
    ['KmsNotFoundException: x', 'its key does not exist', true],
    ['KmsOptInRequiredException: x', 'not signed up for AWS KMS', true],
    ['KmsThrottlingException: x', 'AWS KMS throttled', false],
    ['ExpiredIteratorException: x', 'expired', false],
    ['LimitExceededException: Rate exceeded', 'throttled', false],
    [
      'InvalidArgumentException: StartingSequenceNumber 4959 used in GetShardIterator on shard shardId-000000000000 in stream words under account 1 is invalid because it did not come from this stream.',
      'not from this stream',
      true,
    ],
    [
      'InvalidArgumentException: Invalid StartingSequenceNumber. It encodes shardId-000000000004, while it was used in a call to a shard with shardId-000000000000',
      'not from this stream',
      true,
    ],
    [
      'AccessDeniedException: User: u is not authorized to perform: kinesis:GetRecords',
      'kinesis:GetRecords',
      true,
    ],
    [
      'DynamoDbException: User: u is not authorized to perform: dynamodb:Query on resource: arn:index because no',
      'not allowed to call dynamodb:Query on arn:index',
      true,
    ],
    [
      'CloudWatchException: User: u is not authorized to perform: cloudwatch:PutMetricData because no',
      'cloudwatch:PutMetricData',
      true,
    ],
    [
      'ResourceNotFoundException: Requested resource not found: Table: A-CoordinatorState not found',
      "no table 'A-CoordinatorState'",
      true,
    ],
    ['UnknownHostException: kinesis.nowhere.amazonaws.com', 'cannot be resolved', false],
    [
      'CompletionException: x ← NoClassDefFoundError: software/amazon/awssdk/X',
      'the jars do not fit together',
      true,
    ],
    ['RuntimeException: x ← ClassNotFoundException: a.B', 'the jars do not fit together', true],
    [
      'Caught exception when initializing LeaseCoordinator: IllegalStateException: AssignmentMode is not initialized',
      'started a new application at once',
      false,
    ],
  ])('%s are understood', (text, message, endsARun) => {
    const cause = causeOf(text);
    expect(cause.message).toContain(message);
    expect(cause.endsARun !== false).toBe(endsARun);
    expect(cause.hint).not.toBe('');
  });
});
