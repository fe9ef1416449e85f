import type { Context } from '../context.js';
import { createRunFolder } from '../daemon/run-folder.js';
import { KclTsError } from '../errors.js';
import type { LogFormat } from '../logs/format/index.js';
import type { LogLevel } from '../logs/log-event.js';
import { processorEvent } from '../logs/processor-event.js';
import type { LogLevels } from '../logs/log-levels.js';
import type { ChildOptions } from '../child/command.js';
import type { FailedEvent } from '../child/event.js';
import { startChild, type ProgramExit, type RunningChild } from '../simulation/child-process.js';
import type { Injection } from '../simulation/injection.js';
import type { CheckpointAttempt } from '../simulation/lease.js';
import { playDaemon } from '../simulation/play-daemon.js';
import type { PlayResult } from '../simulation/play-result.js';
import { batchesOf, type SimulatedRecord } from '../simulation/shard-records.js';
import { holdBack } from './supervise/back-pressure.js';
import { describeFailure } from '../child/describe-failure.js';
import { createLogSink, type LogSink } from './observers/log-sink.js';
import { prepareProcessor } from './prepare/processor.js';
import type { ReportChannel } from './reports/report-channel.js';
import type { ProcessorChoice } from './settings.js';
import { suggestTypeCheck } from './prepare/suggest-type-check.js';

export interface SimulationSettings {
  readonly processor: ProcessorChoice;
  readonly child: ChildOptions;
  readonly records: AsyncIterable<SimulatedRecord> | Iterable<SimulatedRecord>;
  readonly batchSize: number;
  readonly aggregate: number;
  readonly injections: readonly Injection[];
  readonly shardId: string;
  readonly logLevels: LogLevels;
  readonly logFormat: LogFormat;
  readonly onCheckpoint: (attempt: CheckpointAttempt) => void;
  /** Aborted by a second request to stop: kill, do not wait. */
  readonly hardStop: AbortSignal;
}

/**
 * Runs a processor for one shard as the daemon would, in a process of its own, and plays the daemon.
 *
 * @throws KclTsError PROCESSOR_FAILED, or what makes a processor unfit to start
 */
export async function simulate(settings: SimulationSettings, context: Context): Promise<PlayResult> {
  const { records, batchSize, aggregate, injections, shardId, onCheckpoint, hardStop } = settings;
  const folder = await createRunFolder(context.tmpdir);
  try {
    const { executableName, env, reports } = await prepareProcessor(
      { ...settings, processes: 'per-shard', watch: false },
      folder,
      context,
    );
    const log = createLogSink({ levels: settings.logLevels, format: settings.logFormat }, context);
    const output = listenTo(reports, log, shardId);
    let running: RunningChild | undefined;
    let letGo: (() => void) | undefined;
    try {
      const child = startChild({
        executableName,
        env: { ...context.env, ...env },
        cwd: context.cwd,
        platform: context.platform,
        onLine: (line) => output.onLine(line),
        onNoise: (line) =>
          log.say('warn', `skipped a line on stdout that is not a message: ${line}`, shardId),
      });
      hardStop.addEventListener('abort', () => child.kill());
      context.signal.addEventListener('abort', () => output.tellStop(), { once: true });
      running = child;
      const played = new AbortController();
      letGo = holdBack(
        [child.stderr, child.stdout],
        context.stderr,
        AbortSignal.any([context.signal, played.signal]),
      );
      const result = await playDaemon(child, {
        shardId,
        batches: batchesOf(records, { batchSize, aggregate }),
        injections,
        tellStop: () => output.tellStop(),
        onCheckpoint,
        stop: context.signal,
      });
      // from here on there is a limit of time, and an end of what can come
      played.abort();
      const exit = await child.end(result.end === 'failed' ? LAST_WORDS_MS : undefined);
      if (result.end === 'failed') throw failure(result, exit, output.failed);
      if (exit.overran) log.say('warn', goesOn, shardId);
      return result;
    } finally {
      running?.kill();
      letGo?.();
      output.close();
    }
  } catch (error) {
    throw await suggestTypeCheck(error, settings.processor, context);
  } finally {
    folder.remove();
  }
}

/** One that gave no right answer has nothing left to do. */
const LAST_WORDS_MS = 1_000;

const goesOn =
  'the program went on after its stdin had ended, and was killed; the daemon would wait for it: end it with its input';

interface Output {
  onLine(line: string): void;
  tellStop(): void;
  close(): void;
  /** The processor's last word. */
  readonly failed: FailedEvent | undefined;
}

/** Turns a processor's lines and warnings into log events. */
function listenTo(reports: ReportChannel, log: LogSink, shardId: string): Output {
  const write = (level: LogLevel, message: string, stack?: string): void =>
    log.write({
      ...{ time: new Date(), level, source: 'processor', shard: shardId, message },
      ...(stack === undefined ? {} : { error: { stack } }),
    });
  let failed: FailedEvent | undefined;
  const listener = reports.listen((event) => {
    if (event.type === 'failed') failed = event;
    if (event.type === 'warning') write('warn', event.message, event.stack);
  });
  return {
    onLine(line) {
      const text = listener.text(line);
      if (text !== undefined) log.write(processorEvent({ line: text, timestamp: new Date(), shardId }));
    },
    tellStop: () => listener.tellStop(),
    close: () => listener.close(),
    get failed() {
      listener.drain();
      return failed;
    },
  };
}

function failure(
  { batches }: PlayResult,
  { ending, overran }: ProgramExit,
  failed: FailedEvent | undefined,
): KclTsError {
  const where = batches === 0 ? 'before the first batch' : `in batch ${batches}`;
  if (failed) {
    const { error, details } = describeFailure(failed);
    return new KclTsError('PROCESSOR_FAILED', `the processor failed ${where}: ${error}`, { details });
  }
  if (overran) {
    return new KclTsError('PROCESSOR_FAILED', `the processor gave a wrong answer ${where}, and was killed`, {
      hint: 'it must answer each message with one status, and responseFor must be the action of the message',
    });
  }
  const how = ending.kind === 'exited' ? `with exit code ${ending.exitCode}` : `by ${ending.signal}`;
  return new KclTsError('PROCESSOR_FAILED', `the processor ended ${where}, ${how}, without an answer`);
}
