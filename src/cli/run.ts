import { resolve } from 'node:path';
import { constants } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.js';
import { KclTsError } from '../errors.js';
import { logLevels, type LogLevel } from '../logs/log-event.js';
import type { LogFormat } from '../logs/render.js';
import type { ErrorPolicy } from '../processor/child-options.js';
import type { ProcessorChoice, WorkerSettings } from '../worker/settings.js';
import type { CommandFactory } from './cli.js';
import { addJarOptions, jarSettings, type JarOptions } from './jar-options.js';
import { addLocalOptions, localChoice, localDefaults } from './local-options.js';
import { addPropertyOptions, collectProperties } from './property-options.js';
import { listenForStop } from './stop-signals.js';

interface RunOptions {
  readonly exec?: string;
  readonly untilCaughtUp?: true;
  readonly onError: ErrorPolicy;
  readonly trace?: string;
  readonly java?: string;
  readonly javaOpts?: string[];
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly dryRun?: true;
}

export const runCommand: CommandFactory = (cli) => {
  const command = new Command('run')
    .summary('consume a stream with a processor')
    .description(
      'Consume a stream: one process for each shard runs the processor, under the Kinesis Client Library.',
    )
    .usage('<processor> --stream <name> --app <name> [options]')
    .argument('[processor]', 'a .ts or .js file whose default export is a record processor');
  addPropertyOptions(command);
  addLocalOptions(command);
  command
    .optionsGroup('Running:')
    .option('--until-caught-up', 'stop once every shard has nothing left to read')
    .option('--exec <command>', 'run this program for each shard instead of a processor file')
    .addOption(
      new Option('--on-error <policy>', 'when the processor throws: fail, retry:N or skip')
        .default('fail')
        .argParser(parseErrorPolicy),
    )
    .option(
      '--trace <file>',
      "append every line of the protocol to a file for each shard (it holds the records' data)",
    )
    .option('--dry-run', 'print the java command and the properties, and do not start')
    .optionsGroup('Java:')
    .option(
      '--java <path>',
      'the java to use: a launcher or the folder of a JDK (default: JAVA_HOME, then PATH)',
    )
    .option('--java-opts <options>', 'options for the JVM, such as "-Xmx512m" (can be repeated)', collect)
    .optionsGroup('Logs:')
    .addOption(new Option('--log-level <level>', 'least level shown').choices(logLevels).default('info'))
    .addOption(
      new Option('--log-format <format>', 'text, or one JSON object a line')
        .choices(['text', 'json'])
        .default('text'),
    );
  addJarOptions(command);
  return command.action(async (processor: string | undefined, options: Options) => {
    const signals = listenForStop();
    const base = cli.context({ debug: options.logLevel === 'debug', json: options.logFormat === 'json' });
    const context = { ...base, signal: signals.stop };
    try {
      const settings = await workerSettings(processor, options, context, signals.hardStop);
      if (options.dryRun) {
        const { describeRun } = await import('../worker/dry-run.js');
        context.stdout.write(await describeRun(settings, context));
        return;
      }
      const { runWorker } = await import('../worker/run-worker.js');
      const outcome = await runWorker(settings, context);
      if (outcome.kind === 'killed') endAs(signals.received);
    } catch (error) {
      // What was interrupted fails in all kinds of ways; none of them is news to who interrupted it.
      if (!signals.stop.aborted || error instanceof KclTsError) throw error;
      endAs(signals.received);
    } finally {
      signals.end();
    }
  });
};

type Options = RunOptions & JarOptions & Readonly<Record<string, unknown>>;

async function workerSettings(
  processorFile: string | undefined,
  options: Options,
  context: Context,
  hardStop: AbortSignal,
): Promise<WorkerSettings> {
  const local = localChoice(options);
  const collected = collectProperties(options, context, local ? { defaults: localDefaults } : {});
  for (const warning of collected.warnings) context.reporter.warn(warning);
  return {
    processor: chooseProcessor(processorFile, options.exec, collected.executableName, context),
    stream: collected.streamName,
    application: collected.applicationName,
    workerId: collected.workerIdentifier,
    region: collected.region,
    properties: collected.properties,
    jars: jarSettings(options, context),
    java: options.java ?? context.env['KCL_TS_JAVA'],
    jvmOptions: [...collected.jvmOptions, ...(await jvmOptions(options.javaOpts))],
    child: {
      onError: options.onError,
      // Empty batches come because the user asked for them, or because kcl-ts wants to know who has caught up.
      deliverEmptyBatches: collected.properties.get('callProcessRecordsEvenForEmptyRecordList') === 'true',
      reportProgress: options.untilCaughtUp ?? false,
      ...(options.trace === undefined ? {} : { traceFile: resolve(context.cwd, options.trace) }),
    },
    local,
    untilCaughtUp: options.untilCaughtUp ?? false,
    logLevel: options.logLevel,
    logFormat: options.logFormat,
    hardStop,
    atExit,
  };
}

function chooseProcessor(
  file: string | undefined,
  exec: string | undefined,
  fromProperties: string | undefined,
  { cwd }: Context,
): ProcessorChoice {
  if (file !== undefined && exec !== undefined) {
    throw new KclTsError('USAGE', `a processor (${file}) and --exec were both given, expected one of them`, {
      hint: 'leave one out',
    });
  }
  if (file !== undefined) return { kind: 'file', file: resolve(cwd, file) };
  const command = exec ?? fromProperties;
  if (command !== undefined) return { kind: 'command', command };
  throw new KclTsError('USAGE', 'no processor was given', {
    hint: 'name its file: kcl-ts run ./processor.ts --stream words --app MyApp; kcl-ts init writes a sample',
  });
}

async function jvmOptions(given: readonly string[] = []): Promise<string[]> {
  if (given.length === 0) return [];
  const { default: parseArguments } = await import('string-argv');
  return given.flatMap((options) => parseArguments(options));
}

function parseErrorPolicy(value: string): ErrorPolicy {
  if (value === 'fail' || value === 'skip') return value;
  const times = /^retry:([1-9]\d{0,3})$/.exec(value)?.[1];
  if (times !== undefined) return { retry: Number(times) };
  throw new InvalidArgumentError('Expected fail, skip or retry:N with N from 1 to 9999.');
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function atExit(action: () => void): () => void {
  process.on('exit', action);
  return () => process.off('exit', action);
}

/** Ends this process as the signal would have, for whoever waits for it: 130 for SIGINT, 143 for SIGTERM. */
function endAs(signal: NodeJS.Signals | undefined): void {
  process.exitCode = 128 + constants.signals[signal ?? 'SIGTERM'];
}
