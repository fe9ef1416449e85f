import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import { ownFile } from '../../own-files.js';
import type { ChildOptions } from '../../child/options.js';
import { environmentKeys } from '../../aws/environment-keys.js';
import { proxyForNode } from '../../properties/proxy.js';
import { quote } from '../../properties/read/setting.js';
import { obstacleToQuickStart } from '../../properties/quick-start.js';
import { isTerminal } from '../../ui/colour.js';
import { packageVersion } from '../../version.js';
import { checkCredentials } from '../../properties/credentials/find/index.js';
import type { ProcessorChoice, WorkerSettings } from '../../worker/settings.js';
import { classPathEntries } from './class-path.js';
import { parseJavaOptions } from './java.js';
import { jarSettings, type JarOptions } from './jars.js';
import { localChoice, localDefaults } from './local.js';
import { pageChoice } from './page.js';
import { collectProperties, type CollectedProperties } from './properties.js';
import { tsconfigPath, type RunOptions } from './run.js';
import { serverChoices } from './servers.js';

export type AllRunOptions = RunOptions & JarOptions & Readonly<Record<string, unknown>>;

/**
 * Turns the command line of `run` into the settings of a worker.
 *
 * @throws KclTsError USAGE, CONFIG_INVALID, CONFIG_FILE, CREDENTIALS_MISSING, LOCK_INVALID
 */
export async function workerSettings(
  processorFile: string | undefined,
  options: AllRunOptions,
  context: Context,
  hardStop: AbortSignal,
): Promise<WorkerSettings> {
  const { cwd, env, reporter } = context;
  const local = localChoice(options);
  const collected = await collectProperties(
    options,
    context,
    local ? { defaults: localDefaults, isLocal: true } : {},
  );
  for (const warning of collected.warnings) reporter.warn(warning);
  if (!local) await checkCredentials(collected, context);
  else if (collected.properties.get('initialPositionInStream') === 'LATEST') {
    reporter.warn('--from latest skips the records that --local puts into the stream before java reads it');
  }
  const untilCaughtUp = options.untilCaughtUp ?? false;
  for (const warning of unusedSettings(processorFile ?? options.exec, local !== undefined, collected)) {
    reporter.warn(warning);
  }
  const processor = chooseProcessor(processorFile, options, collected.executableName, context);
  if (processor.kind === 'command') {
    refuseWhatNeedsReports(processor.command, options);
    if (options.processes !== 'per-shard')
      reporter.warn('--processes has no effect: a program serves one shard, so it is started for each');
  }
  // Somebody waits for records, and is told when there are no more.
  const isWatched =
    processor.kind === 'file' && (local !== undefined || isTerminal(context.stderr) || options.ui === true);
  // A program of the user's reports nothing, and gets no empty batches that it did not ask for.
  const hasMetrics = options.metricsPort !== undefined && processor.kind === 'file';
  const page = pageChoice(options, processor, local);
  const profile = collected.namedProfile;
  return {
    processor,
    stream: collected.streamName,
    application: collected.applicationName,
    workerId: collected.workerIdentifier,
    region: collected.region,
    aws: {
      kinesisEndpoint: collected.endpoints.kinesis,
      dynamodbEndpoint: collected.endpoints.dynamodb,
      profile,
      ...(profile === undefined ? environmentKeys(env) : {}),
      proxyFor: proxyForNode(env),
      tables: collected.tables,
    },
    properties: collected.properties,
    jars: jarSettings(options, context),
    env: collected.env,
    java: options.java ?? env['KCL_TS_JAVA'],
    jvmOptions: collected.proxyOptions,
    // A profile that was named is the user's word as well, before what --java-opts says of it.
    javaOptions: [...collected.jvmOptions, ...(await parseJavaOptions(options.javaOpts))],
    classPath: classPathEntries(options.classpath, context),
    child: {
      logLevel: options.logLevel.processor,
      onError: options.onError,
      // Empty batches come because the user asked for them, or because kcl-ts wants to know who has caught up.
      deliverEmptyBatches: collected.properties.get('callProcessRecordsEvenForEmptyRecordList') === 'true',
      reportProgress:
        untilCaughtUp || options.healthPort !== undefined || hasMetrics || isWatched || page !== undefined,
      reportActivity: hasMetrics || page !== undefined || options.ui === true,
      reportSamples: page !== undefined,
      ...(processor.kind === 'file' ? ofAFile(collected) : {}),
      ...(options.trace === undefined ? {} : { traceFile: resolve(cwd, options.trace) }),
    },
    processes: watchedProcesses(options),
    watch: options.watch ?? false,
    local,
    archiveCommand: local && !untilCaughtUp ? archiveCommand(options, context) : undefined,
    untilCaughtUp,
    restart: { when: options.restart, max: options.maxRestarts },
    handBack: options.handBack,
    takeOver: options.takeOver,
    quickStart: local === undefined && options.quickStart && !reportObstacle(collected, context),
    readyFile: options.readyFile === undefined ? undefined : resolve(cwd, options.readyFile),
    ...serverChoices(options),
    page,
    logLevels: options.logLevel,
    logFormat: options.logFormat,
    hardStop,
    onThreadDump: (action) => on('SIGQUIT', action),
    atExit: (action) => on('exit', action),
  };
}

/** Whether the start must be left to the KCL for a reason other than the user's will. */
function reportObstacle(collected: CollectedProperties, { reporter }: Context): boolean {
  const obstacle = obstacleToQuickStart(collected);
  if (obstacle !== undefined) reporter.debug(`the start is left to the KCL: ${obstacle}`);
  return obstacle !== undefined;
}

/** `fetch-jars --warm local`, by the flags of this run and with its environment. */
function archiveCommand({ java, ...options }: AllRunOptions, context: Context): readonly string[] {
  const { lockFile, store } = jarSettings(options, context);
  const folder = store.layout === 'flat' ? ['--jars-dir', store.folder] : [];
  return [
    ...[process.execPath, ownFile('bin/kcl-ts.js'), 'fetch-jars', '--warm', 'local', '--quiet', '--offline'],
    ...['--jars-lock', lockFile, ...folder, ...(java === undefined ? [] : ['--java', java])],
  ];
}

/** What was given, and the command line does away with. */
function unusedSettings(
  processor: string | undefined,
  isLocal: boolean,
  { executableName, endpoints }: CollectedProperties,
): string[] {
  return [
    ...(processor !== undefined && executableName !== undefined && !startsFile(executableName, processor)
      ? [`executableName=${quote(executableName)} is not used: the command line names ${processor}`]
      : []),
    ...(isLocal && (endpoints.kinesis ?? endpoints.dynamodb) !== undefined
      ? ['the endpoints that were given are not used: --local has its own']
      : []),
  ];
}

/** Whether a command is for the file itself, as `node app.js` is for `./app.js`. */
function startsFile(command: string, file: string): boolean {
  return command.split(/ +/).some((word) => basename(word) === basename(file));
}

function ofAFile({
  properties,
  streamName: stream,
  applicationName: application,
  workerIdentifier: workerId,
}: CollectedProperties): Partial<ChildOptions> {
  return {
    ...processorLimit(properties),
    telemetryNames: { stream, application, workerId, version: packageVersion },
  };
}

function processorLimit(properties: ReadonlyMap<string, string>): { timeoutMs?: number } {
  const seconds = properties.get('timeoutInSeconds');
  return seconds === undefined ? {} : { timeoutMs: Number(seconds) * 1000 };
}

function chooseProcessor(
  file: string | undefined,
  { exec, tsconfig }: Pick<RunOptions, 'exec' | 'tsconfig'>,
  fromProperties: string | undefined,
  { cwd, env }: Context,
): ProcessorChoice {
  if (file !== undefined && exec !== undefined) {
    throw new KclTsError('USAGE', `a processor (${file}) and --exec were both given, expected one of them`, {
      hint: 'leave one out',
    });
  }
  if (file !== undefined)
    return { kind: 'file', file: resolve(cwd, file), tsconfig: tsconfigPath(tsconfig, { cwd, env }) };
  const command = exec ?? fromProperties;
  if (command !== undefined) return { kind: 'command', command };
  throw new KclTsError('USAGE', 'no processor was given', {
    hint: 'name its file: kcl-ts run ./processor.ts --stream words --app MyApp; kcl-ts init writes a sample',
  });
}

/** What follows the shards by the reports of kcl-ts's own process: a program of the user's sends none. */
function refuseWhatNeedsReports(
  command: string,
  { untilCaughtUp, readyFile, healthPort, watch, ui, uiPort }: RunOptions,
): void {
  const flags = {
    '--until-caught-up': untilCaughtUp,
    '--ready-file': readyFile,
    '--health-port': healthPort,
    '--watch': watch,
    '--ui': ui,
    '--ui-port': uiPort === 'off' ? undefined : uiPort,
  };
  const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw new KclTsError('USAGE', `${flag} needs a processor file, got the program ${command}`, {
    hint: 'a program tells kcl-ts nothing about its shards: leave the flag out, or write the processor in TypeScript',
  });
}

/** Only a process that relays stand for can be replaced behind java. */
function watchedProcesses({ processes, watch }: RunOptions): RunOptions['processes'] {
  return watch && processes === 'per-shard' ? availableParallelism() : processes;
}

function on(event: 'exit' | 'SIGQUIT', action: () => void): () => void {
  process.on(event, action);
  return () => process.off(event, action);
}
