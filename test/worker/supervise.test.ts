import { PassThrough, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loggers } from '../../src/kcl/loggers.js';
import { logFormats, type LogFormat } from '../../src/logs/format/index.js';
import type { LogEvent } from '../../src/logs/log-event.js';
import { levelsOf } from '../../src/logs/log-levels.js';
import { encodeChildEvent, type ChildEvent } from '../../src/child/event.js';
import { silentReporter } from '../../src/ui/reporter.js';
import { encodeFrames } from '../../src/child/reports/frames.js';
import { awsSettings } from '../../src/worker/aws-settings.js';
import { createWorkerEvents } from '../../src/worker/event-bus.js';
import { startObservers } from '../../src/worker/observers/index.js';
import { createLogSink } from '../../src/worker/observers/log-sink.js';
import { createReportChannel } from '../../src/worker/reports/report-channel.js';
import type { WorkerOutcome, WorkerSettings } from '../../src/worker/settings.js';
import { superviseDaemon } from '../../src/worker/supervise/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const fakeDaemon = fileURLToPath(new URL('fixtures/fake-daemon.mjs', import.meta.url));
const shardId = 'shardId-000000000000';

type Step =
  | { log: { logger: string; level?: string; message: string; arguments?: string[]; throwable?: object } }
  | { stdout: string }
  | { stderr: string }
  | { report: string }
  | { child: string }
  | { flood: number }
  | { exit: number }
  | { kill: string }
  | { wait: true };

interface Play {
  readonly steps: Step[];
  readonly onTerm?: Step[];
  /** What processes the shards; a program unless told otherwise. */
  readonly kind?: 'command' | 'file';
}

interface Playing {
  readonly outcome: Promise<WorkerOutcome>;
  readonly stop: AbortController;
  readonly kill: AbortController;
  readonly events: LogEvent[];
  /** Resolves once the worker has logged a line with this text. */
  readonly saw: (text: string) => Promise<void>;
}

function play(
  { steps, onTerm, kind = 'command' }: Play,
  graceMillis = 20_000,
  stderr: Writable = new PassThrough({ encoding: 'utf8' }),
  format: LogFormat = 'json',
): Playing {
  const stop = new AbortController();
  const kill = new AbortController();
  const events: LogEvent[] = [];
  stderr.on('data', (lines: string) => {
    for (const line of lines.trim().split('\n')) events.push(JSON.parse(line) as LogEvent);
  });
  const context = {
    env: {},
    cwd: '/',
    platform: process.platform,
    homedir: '/',
    tmpdir: '/',
    stdout: stderr,
    stderr,
    reporter: silentReporter,
    signal: stop.signal,
  };
  const settings: WorkerSettings = {
    processor:
      kind === 'file'
        ? { kind, file: 'unused', tsconfig: undefined }
        : { kind: 'command', command: 'unused' },
    processes: 'per-shard',
    watch: false,
    stream: 's',
    application: 'a',
    workerId: 'w',
    region: 'us-east-1',
    aws: {
      kinesisEndpoint: undefined,
      dynamodbEndpoint: undefined,
      profile: undefined,
      tables: { lease: 'a', coordinatorState: 'a', workerMetrics: 'a' },
    },
    properties: new Map([['shutdownGraceMillis', String(graceMillis)]]),
    env: {},
    jars: undefined as never,
    java: undefined,
    jvmOptions: [],
    javaOptions: [],
    classPath: [],
    child: { onError: 'fail', deliverEmptyBatches: false, reportProgress: false },
    local: undefined,
    archiveCommand: undefined,
    untilCaughtUp: false,
    restart: { when: 'never', max: 0 },
    handBack: false,
    takeOver: false,
    quickStart: false,
    readyFile: undefined,
    health: undefined,
    metrics: undefined,
    page: undefined,
    onThreadDump: () => () => undefined,
    logLevels: levelsOf('debug'),
    logFormat: format,
    hardStop: kill.signal,
    atExit: () => () => undefined,
  };
  const log = createLogSink({ levels: levelsOf('debug'), format }, context);
  const run = async (): Promise<WorkerOutcome> => {
    const reports = await createReportChannel(await temporaryFolder(), {
      env: process.env,
      platform: process.platform,
    });
    const bus = createWorkerEvents((name, error) => {
      throw new Error(`${name} threw`, { cause: error });
    });
    const { shards, troubles, ...observers } = await startObservers(settings, {
      events: bus,
      log,
      local: undefined,
      stream: { check: () => Promise.resolve(), status: () => Promise.resolve('ACTIVE') },
      aws: awsSettings(settings, undefined),
      stop: stop.signal,
    });
    const ended = superviseDaemon(
      {
        file: process.execPath,
        args: [fakeDaemon, JSON.stringify({ steps, onTerm })],
        classPath: [],
        cwd: '/',
        env: { ...process.env, REPORTS: reports.target.kind === 'fifo' ? reports.target.path : '' },
      },
      {
        settings,
        context,
        events: bus,
        shards,
        reports,
        hosts: undefined,
        troubles,
        watchdog: {
          lookAfterFolder: () => undefined,
          lookAfterJava: () => undefined,
          lookAfterJvm: () => undefined,
          lookAfterHosts: () => undefined,
          dismiss: () => undefined,
        },
      },
    );
    return ended.finally(() => observers.end());
  };
  const outcome = run();
  const saw = async (text: string): Promise<void> => {
    while (!events.some(({ message }) => message.includes(text))) await once(stderr, 'data');
  };
  return { outcome, stop, kill, events, saw };
}

function framesOf(event: ChildEvent): string {
  return Buffer.concat(encodeFrames('12345678', encodeChildEvent(event))).toString();
}

function report(event: ChildEvent): Step {
  return { report: framesOf(event) };
}

function child(line: string): Step[] {
  const message = 'Received error line from subprocess [{}] for shard {}';
  return [
    { log: { logger: loggers.childStderr, level: 'ERROR', message, arguments: [line, shardId] } },
    { stderr: line },
  ];
}

function renewerFails(message: string, className?: string): Step {
  const logger = 'software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseRenewer';
  const throwable = className === undefined ? {} : { throwable: { className, message: 'x', stepArray: [] } };
  return { log: { logger, level: 'ERROR', message, ...throwable } };
}

const initialised = report({ type: 'initialized', shardId, sequenceNumber: 'TRIM_HORIZON' });
const ready: Step = {
  log: { logger: loggers.scheduler, message: 'Initialization complete. Starting worker loop.' },
};
const complete: Step = { log: { logger: loggers.daemon, message: 'Process shutdown is complete.' } };

describe('superviseDaemon, asked to stop', () => {
  it('ends well when the daemon said that its shutdown is complete, though java dies of the signal', async () => {
    const { outcome, stop, saw } = play({
      steps: [ready, initialised, { wait: true }],
      onTerm: [complete, { exit: 143 }],
    });
    await saw('started at TRIM_HORIZON');
    stop.abort();
    expect(await outcome).toEqual({ kind: 'stopped' });
  });

  it('tells of the end of a processor that is slower to end than java', async () => {
    const end = framesOf({ type: 'ended', shardId, reason: 'shutdownRequested', records: 3 });
    const { outcome, stop, saw, events } = play({
      steps: [{ child: end }, ready, initialised, { wait: true }],
      onTerm: [complete, { exit: 143 }],
    });
    await saw('started at TRIM_HORIZON');
    stop.abort();
    expect(await outcome).toEqual({ kind: 'stopped' });
    expect(events.filter(({ message }) => message.includes('ended (shutdownRequested)'))).toHaveLength(1);
  });

  it('ends well before any shard was given to a processor, without waiting for the grace period', async () => {
    const { outcome, stop, saw } = play({ steps: [ready, { wait: true }], onTerm: [{ wait: true }] });
    await saw('Initialization complete');
    stop.abort();
    expect(await outcome).toEqual({ kind: 'stopped' });
  });

  it('says that the last checkpoints may be missing when java ended without completing its shutdown', async () => {
    const { outcome, stop, saw } = play({ steps: [initialised, { wait: true }], onTerm: [{ exit: 143 }] });
    await saw('started at');
    stop.abort();
    await expect(outcome).rejects.toMatchObject({
      code: 'DAEMON_FAILED',
      message: "the worker did not stop cleanly (java's exit code 143)",
    });
  });

  it('tells what kept the daemon from its work, too', async () => {
    const { outcome, stop, saw } = play({
      steps: [
        ready,
        initialised,
        renewerFails('Could not renew lease', 'ProvisionedThroughputExceededException'),
        { wait: true },
      ],
      onTerm: [{ exit: 143 }],
    });
    await saw('Could not renew lease');
    stop.abort();
    await expect(outcome).rejects.toMatchObject({
      message: "the worker did not stop cleanly (java's exit code 143)",
      details: expect.stringMatching(/^AWS throttled the requests: raise the capacity/) as string,
    });
  });

  it('does not wait for shards that could never be started', async () => {
    const logger = loggers.initializeTask;
    const fails: Step = { log: { logger, level: 'ERROR', message: 'Caught exception: ' } };
    const created = (shard: string): Step => ({
      log: {
        logger: loggers.scheduler,
        message: `Created new shardConsumer for : ShardInfo(shardId=${shard})`,
      },
    });
    const waiting = (count: number): Step => ({
      log: {
        logger: loggers.shutdown,
        message: `Waiting for ${count} record process to complete shutdown notification, and 2 record processor to complete final shutdown `,
      },
    });
    const { outcome, stop, saw } = play({
      steps: [ready, created(shardId), created('shardId-000000000001'), initialised, fails, { wait: true }],
      onTerm: [waiting(2), { stderr: 'it still waits for the one that runs' }, waiting(1), { wait: true }],
    });
    await saw('Caught exception');
    stop.abort();
    await saw('it still waits');
    expect(await outcome).toEqual({ kind: 'stopped' });
  });

  it('kills at once when asked a second time', async () => {
    const { outcome, stop, kill, saw } = play({
      steps: [initialised, { wait: true }],
      onTerm: [{ wait: true }],
    });
    await saw('started at');
    stop.abort();
    kill.abort();
    expect(await outcome).toEqual({ kind: 'killed' });
  });
});

describe('superviseDaemon, when java ends by itself', () => {
  it("shows the processor's own error with its stack", async () => {
    const { outcome } = play({
      steps: [
        ready,
        initialised,
        report({
          type: 'failed',
          shardId,
          during: 'processRecords',
          name: 'TypeError',
          message: 'x',
          stack: 'TypeError: x\n    at processor.ts:7:1',
        }),
        { exit: 1 },
      ],
    });
    await expect(outcome).rejects.toMatchObject({
      code: 'PROCESSOR_FAILED',
      exitCode: 1,
      message: `the processor failed in processRecords of ${shardId}: TypeError: x`,
      details: '    at processor.ts:7:1',
    });
  });

  it('gives the reason for a checkpoint that failed, which only the log has', async () => {
    const { outcome } = play({
      steps: [
        ready,
        initialised,
        renewerFails('Cannot get lease with key x because table App does not exist.'),
        report({
          type: 'failed',
          shardId,
          during: 'processRecords',
          name: 'CheckpointError',
          message: 'the daemon answered InvalidStateException',
          stack: 'CheckpointError: …',
        }),
        { exit: 1 },
      ],
    });
    await expect(outcome).rejects.toMatchObject({
      message: `the processor failed in processRecords of ${shardId}: CheckpointError: the daemon answered InvalidStateException (there is no table 'App' any more)`,
      hint: expect.stringMatching(/^start the worker again/) as string,
    });
  });

  it('does not wait out the grace period for a shard whose processor is gone', async () => {
    const { outcome } = play({
      steps: [
        initialised,
        report({
          type: 'failed',
          shardId,
          during: 'processRecords',
          name: 'Error',
          message: 'x',
          stack: 'Error: x',
        }),
        {
          log: {
            logger: loggers.shutdown,
            message:
              'Waiting for 1 record process to complete shutdown notification, and 1 record processor to complete final shutdown ',
          },
        },
        { wait: true },
      ],
    });
    await expect(outcome).rejects.toMatchObject({ code: 'PROCESSOR_FAILED' });
  });

  it('shows the last lines of a program that ended instead of answering', async () => {
    const failedStatus = 'Failed to get status message for {} action for shard {}';
    const { outcome } = play({
      steps: [
        ...child('Traceback: no module named boto3'),
        {
          log: {
            logger: loggers.protocol,
            level: 'ERROR',
            message: failedStatus,
            arguments: ['initialize', shardId],
          },
        },
        {
          log: {
            logger: loggers.shardProcessor,
            message: 'Child process exited with value: {}',
            arguments: ['7'],
          },
        },
        { exit: 1 },
      ],
    });
    await expect(outcome).rejects.toMatchObject({
      code: 'PROCESSOR_FAILED',
      message: `the processor of ${shardId} ended by itself with code 7 instead of answering initialize`,
      details: 'Traceback: no module named boto3',
    });
  });

  it('names the processor that did not answer in time', async () => {
    const message = 'Timedout to get status message for {} action for shard {}. Terminating...';
    const { outcome } = play({
      steps: [
        {
          log: { logger: loggers.protocol, level: 'ERROR', message, arguments: ['processRecords', shardId] },
        },
        { exit: 1 },
      ],
    });
    await expect(outcome).rejects.toMatchObject({
      message: `the processor of ${shardId} did not answer processRecords in time`,
    });
  });

  it.each([
    [
      'SdkClientException',
      'Unable to load credentials from any of the providers in the chain',
      'CREDENTIALS_MISSING',
      'no AWS credentials were found',
    ],
    [
      'KinesisException',
      'The security token included in the request is expired (Service: Kinesis)',
      'CREDENTIALS_MISSING',
      'the AWS credentials have expired',
    ],
    [
      'ResourceNotFoundException',
      'Stream words under account 123456789012 not found.',
      'STREAM_NOT_FOUND',
      "there is no stream 'words' in account 123456789012",
    ],
    [
      'DynamoDbException',
      'User: arn:aws:iam::1:user/x is not authorized to perform: dynamodb:CreateTable on resource: arn:t because',
      'AWS_REFUSED',
      'not allowed to call dynamodb:CreateTable on arn:t',
    ],
  ])('stops a start that cannot succeed: %s: %s', async (className, message, code, text) => {
    const { outcome } = play({
      steps: [
        {
          log: {
            logger: loggers.scheduler,
            level: 'ERROR',
            message: 'Caught exception when initializing',
            throwable: { className, message, stepArray: [] },
          },
        },
        { wait: true },
      ],
    });
    await expect(outcome).rejects.toMatchObject({ code, message: `the worker failed: ${text}` });
  });

  it('says that java ran out of memory', async () => {
    const { outcome } = play({
      steps: [{ stderr: 'java.lang.OutOfMemoryError: Java heap space' }, { exit: 3 }],
    });
    await expect(outcome).rejects.toMatchObject({
      message: 'the worker failed: java ran out of memory (Java heap space)',
    });
  });

  it('says how java ended when nothing else is known, with its last words', async () => {
    const { outcome } = play({ steps: [{ stderr: 'something odd' }, { kill: 'SIGKILL' }] });
    await expect(outcome).rejects.toMatchObject({
      code: 'DAEMON_FAILED',
      message: 'the MultiLangDaemon ended by itself (java was killed by SIGKILL)',
      details: 'something odd',
    });
  });
});

describe('superviseDaemon, when all is well', () => {
  const leases = 'software.amazon.kinesis.coordinator.assignment.LeaseAssignmentManager';
  const notAll: Step = {
    log: { logger: leases, level: 'WARN', message: 'Not able to assign all expiredOrUnAssignedLeases' },
  };
  const active = (workers: number): Step => ({
    log: { logger: leases, message: 'activeWorkerMetrics : {}', arguments: [String(workers)] },
  });
  const levelsOf = (events: readonly LogEvent[], text: string): string[] =>
    events.filter(({ message }) => message.includes(text)).map(({ level }) => level);

  it('warns of leases that are left over only where there are workers to take them', async () => {
    const { outcome, events } = play({
      steps: [ready, active(0), notAll, active(2), notAll, { exit: 1 }],
    });
    await expect(outcome).rejects.toMatchObject({ code: 'DAEMON_FAILED' });
    expect(levelsOf(events, 'Not able to assign all')).toEqual(['debug', 'warn']);
  });

  it('takes a machine outside EC2 for no error, nor for the cause of one', async () => {
    const logger = 'software.amazon.kinesis.worker.platform.Ec2Resource';
    const throwable = {
      className: 'java.net.UnknownHostException',
      message: '169.254.169.254',
      stepArray: [],
    };
    const { outcome, events } = play({
      steps: [
        {
          log: { logger, level: 'WARN', message: 'Unable to retrieve IMDS token. It could mean', throwable },
        },
        { log: { logger, level: 'ERROR', message: 'Unable to retrieve instance metadata', throwable } },
        ready,
        { exit: 1 },
      ],
    });
    await expect(outcome).rejects.toMatchObject({
      code: 'DAEMON_FAILED',
      message: "the MultiLangDaemon ended by itself (java's exit code 1)",
    });
    expect(levelsOf(events, 'Unable to retrieve')).toEqual(['debug', 'debug']);
  });

  it('says when a program that reports nothing is given a shard and when that is read to its end', async () => {
    const steps: Step[] = [
      {
        log: {
          logger: 'software.amazon.kinesis.lifecycle.BlockOnParentShardTask',
          message: 'No need to block on parents {} of shard {}',
          arguments: ['[shardId-000000000001]', 'shardId-000000000002'],
        },
      },
      {
        log: {
          logger: loggers.processTask,
          message: 'Reached end of shard {} and have no records to process',
          arguments: ['shardId-000000000002'],
        },
      },
      { exit: 1 },
    ];
    const said = async (kind: 'command' | 'file'): Promise<unknown[]> => {
      const { outcome, events } = play({ steps, kind });
      await expect(outcome).rejects.toMatchObject({ code: 'DAEMON_FAILED' });
      return events
        .filter(({ source }) => source === 'kcl-ts')
        .map((event) => [event.level, event.shard, event.message]);
    };
    expect(await said('command')).toEqual([
      ['info', 'shardId-000000000002', 'its program is started'],
      ['info', 'shardId-000000000002', 'read to its end'],
    ]);
    expect(await said('file')).toEqual([]);
  });
});

async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await turn();
}

/** Takes what is written now and then, or nothing at all. */
class SlowReader extends Writable {
  lines = 0;
  /** The most bytes that ever waited for it. */
  backlog = 0;

  readonly #reads: boolean;

  constructor(reads: boolean) {
    super({ highWaterMark: 16 * 1024 });
    this.#reads = reads;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.lines += chunk.toString().split('\n').length - 1;
    this.backlog = Math.max(this.backlog, this.writableLength);
    if (this.#reads) void turns(25).then(done);
  }
}

describe('superviseDaemon, with more lines than their reader takes', () => {
  it.each(logFormats)('lets java wait, does not grow with them, and loses none, in %s', async (format) => {
    const reader = new SlowReader(true);
    const lines = 4_000;
    const steps = [{ flood: lines / 2 }, { flood: lines / 2, structured: true }, { exit: 1 }];
    const { outcome } = play({ steps }, 20_000, reader, format);
    await expect(outcome).rejects.toMatchObject({ code: 'DAEMON_FAILED' });
    while (reader.writableLength > 0) await turn();
    expect(reader.lines).toBe(lines);
    // the lines are more than 1 MB
    expect(reader.backlog).toBeLessThan(500_000);
  });

  it('stops when it is asked to, though nobody reads at all', async () => {
    const reader = new SlowReader(false);
    const { outcome, stop } = play(
      {
        steps: [initialised, { flood: 20_000 }, { wait: true }],
        onTerm: [{ flood: 20_000 }, complete, { exit: 143 }],
      },
      20_000,
      reader,
    );
    while (!reader.writableNeedDrain) await turn();
    stop.abort();
    expect(await outcome).toEqual({ kind: 'stopped' });
    expect(reader.writableLength).toBeLessThan(3_000_000);
  });
});
