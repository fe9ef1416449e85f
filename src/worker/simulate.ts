import type { Context } from '../context.js';
import { createRunFolder } from '../daemon/run-folder.js';
import { KclTsError } from '../errors.js';
import type { LogFormat } from '../logs/render.js';
import type { LogLevel } from '../logs/log-event.js';
import type { ChildOptions } from '../processor/child-command.js';
import { decodeChildEvent, type FailedEvent } from '../processor/child-event.js';
import { startChild, type ProgramExit } from '../processor/simulation/child-process.js';
import type { Injection } from '../processor/simulation/injection.js';
import type { CheckpointAttempt } from '../processor/simulation/lease.js';
import { playDaemon, type PlayResult } from '../processor/simulation/play-daemon.js';
import { batchesOf, type SimulatedRecord } from '../processor/simulation/shard-records.js';
import { createLogSink, type LogSink } from './log-sink.js';
import { prepareProcessor } from './prepare-processor.js';
import type { ProcessorChoice } from './settings.js';

export interface SimulationSettings {
  readonly processor: ProcessorChoice;
  readonly child: ChildOptions;
  readonly records: AsyncIterable<SimulatedRecord> | Iterable<SimulatedRecord>;
  readonly batchSize: number;
  readonly aggregate: number;
  readonly injections: readonly Injection[];
  readonly shardId: string;
  readonly logLevel: LogLevel;
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
    const { executableName, env } = await prepareProcessor(settings, folder, context);
    const log = createLogSink({ level: settings.logLevel, format: settings.logFormat }, context);
    const output = listenTo(log, shardId);
    const child = startChild({
      executableName,
      env: { ...context.env, ...env },
      cwd: context.cwd,
      onLine: (line) => output.onLine(line),
      onNoise: (line) => log.say('warn', `skipped a line on stdout that is no message: ${line}`, shardId),
    });
    hardStop.addEventListener('abort', () => child.kill());
    const result = await playDaemon(child, {
      shardId,
      batches: batchesOf(records, { batchSize, aggregate }),
      injections,
      onCheckpoint,
      stop: context.signal,
    });
    const exit = await child.end();
    if (result.end === 'failed') throw failure(result, exit, output.failed);
    return result;
  } finally {
    folder.remove();
  }
}

/** Turns a processor's lines into log events, and keeps its last word. */
function listenTo(log: LogSink, shardId: string): { onLine(line: string): void; failed?: FailedEvent } {
  const heard: { onLine(line: string): void; failed?: FailedEvent } = {
    onLine(line) {
      const { text, event } = decodeChildEvent(line);
      const base = { timestamp: new Date(), source: 'processor' as const, shardId };
      if (text !== '' || event === undefined) log.write({ ...base, level: 'info', message: text });
      if (event?.type === 'failed') heard.failed = event;
      if (event?.type === 'warning') {
        const { message, stack } = event;
        log.write({ ...base, level: 'warn', message, ...(stack === undefined ? {} : { stack }) });
      }
    },
  };
  return heard;
}

function failure(
  { batches }: PlayResult,
  { code, signal }: ProgramExit,
  failed: FailedEvent | undefined,
): KclTsError {
  const where = batches === 0 ? 'before the first batch' : `in batch ${batches}`;
  if (failed) {
    return new KclTsError('PROCESSOR_FAILED', `the processor failed ${where}: ${failed.message}`, {
      details: failed.stack,
    });
  }
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  return new KclTsError('PROCESSOR_FAILED', `the processor ended ${where}, ${how}, without an answer`);
}
