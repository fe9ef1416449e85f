import type { Environment } from '../context.js';
import type { CollectedProperties } from './collected.js';
import { findContradictions } from './contradictions.js';
import { credentialsShortcuts } from './credentials.js';
import type { FileProperty } from './decode.js';
import { addDefaults } from './defaults.js';
import { mergeSettings, type ChosenSetting } from './merge.js';
import { consumerNameRule, nameProblem, streamNameRule, tableNameRule } from './names.js';
import { propertyOptions } from './options.js';
import { problemsError, type Problem } from './problem.js';
import { findRegion, isLocalUrl } from './region.js';
import { fileSetting, ownSetting, type Setting } from './setting.js';
import type { ProfileSettings } from './shared-config.js';
import {
  commandLine,
  environment,
  misspeltVariables,
  sourceLayers,
  type OptionValues,
  type Source,
} from './sources.js';
import { startPosition } from './start-position.js';
import { propertyTable, type PropertySettings } from './table/index.js';
import type { WorkerIdParts } from './worker-id.js';

/** All that is known before the properties are made. */
export interface CollectInput {
  readonly flags: OptionValues;
  readonly env: Environment;
  /** The file of `--properties`, read. */
  readonly file?: { readonly name: string; readonly properties: readonly FileProperty[] };
  /** Stronger than everything: the processor's command, the endpoints of `--local`. */
  readonly forced: PropertySettings;
  /** Weaker than everything but the defaults of kcl-ts itself. */
  readonly defaults: PropertySettings;
  /** Whether a missing stream or application name is an error. */
  readonly namesRequired: boolean;
  readonly machine: WorkerIdParts;
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
}

type Chosen = Map<string, ChosenSetting>;

/**
 * Makes the daemon's properties of everything that was given: flags, environment, file, defaults, in this order of
 * strength. Throws one KclTsError that lists all that is wrong.
 */
export function collect(input: CollectInput): CollectedProperties {
  const problems: Problem[] = [];
  const sources = [commandLine(input.flags), environment(input.env)];
  const app = sources.map(({ values }) => values.get('--app')?.at(-1)).find((name) => name !== undefined);
  const fileApp = input.file?.properties.find(({ key }) => key === 'applicationName')?.value;
  const credentials = credentialsShortcuts(sources, input.env, app ?? fileApp, problems);
  const layers = [
    own(input.forced, 'command'),
    ...sources.flatMap((source) => {
      const [single, shared] = sourceLayers(source, problems);
      const from = fromSetting(source, problems);
      if (from) single.push(from);
      if (credentials.setting && credentials.source === source) single.push(credentials.setting);
      return [single, shared];
    }),
    fileSettings(input),
    own(input.defaults, 'default'),
  ];
  const merged = mergeSettings(layers);
  const { chosen, warnings } = merged;
  const findings = { chosen, warnings: [...misspeltVariables(input.env), ...warnings], problems };
  problems.push(...merged.problems);
  addRegion(chosen, input, credentials.profile, problems);
  addDefaults(findings, input.machine);
  problems.push(...findContradictions(chosen), ...nameProblems(chosen, input.namesRequired));
  const [first, ...others] = problems;
  if (first) throw problemsError([first, ...others]);
  return summarize(chosen, findings.warnings, credentials);
}

function own(settings: PropertySettings, source: 'command' | 'default'): Setting[] {
  return Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [ownSetting(key, value, { source })],
  );
}

function fileSettings({ file }: CollectInput): Setting[] {
  if (!file) return [];
  return file.properties.map(({ key, value, line }) =>
    fileSetting(key, value, { source: 'file', file: file.name, line }),
  );
}

function fromSetting(source: Source, problems: Problem[]): Setting | undefined {
  const option = propertyOptions.find(({ name }) => name === '--from');
  const value = source.values.get('--from')?.at(-1);
  if (!option || value === undefined) return undefined;
  const described = source.describe(option, value);
  const position = startPosition(value);
  if ('problem' in position) {
    problems.push({ message: `${described.subject}: ${position.problem}` });
    return undefined;
  }
  const [entry] = Object.entries(position);
  return entry && { key: entry[0], value: entry[1], ...described, friendly: true };
}

const clients = ['kinesisClient', 'dynamoDbClient', 'cloudWatchClient'] as const;

/**
 * Makes sure that a region is written. When a client has a region of its own, each gets one of its own: the daemon
 * reads regionName and those keys in no fixed order, and the last one wins.
 */
function addRegion(chosen: Chosen, input: CollectInput, profileName: string, problems: Problem[]): void {
  const ofClients = clients.map((client) => `${client}.region`);
  const isSplit = ofClients.some((name) => chosen.has(name));
  if (isSplit && ofClients.every((name) => chosen.has(name))) return;
  const endpoints = ['kinesisEndpoint', 'dynamoDBEndpoint'].map((name) => chosen.get(name)?.value);
  const found = findRegion({
    streamArn: chosen.get('streamArn')?.value,
    env: input.env,
    profile: input.profiles.get(profileName),
    profileName,
    isLocal: endpoints.every((endpoint) => endpoint !== undefined && isLocalUrl(endpoint)),
  });
  const setting =
    chosen.get('regionName') ??
    (found && { value: found.region, origin: found.origin, subject: `region ${found.region}` });
  if (!setting) {
    problems.push({
      code: 'CREDENTIALS_MISSING',
      message: 'no AWS region: none is given, in the environment or in a profile',
      hint: 'give --region, set AWS_REGION, or name a profile that has a region by --profile',
    });
    return;
  }
  if (!isSplit) {
    chosen.set('regionName', setting);
    return;
  }
  chosen.delete('regionName');
  for (const name of ofClients) if (!chosen.has(name)) chosen.set(name, setting);
}

function nameProblems(chosen: Chosen, required: boolean): Problem[] {
  const problems: Problem[] = [];
  if (required && !chosen.has('streamName') && !chosen.has('streamArn')) {
    problems.push({ message: 'no stream is named', hint: 'give --stream NAME' });
  }
  const app = chosen.get('applicationName');
  if (required && !app) {
    problems.push({
      message: 'no application is named',
      hint: 'give --app NAME: its workers share the stream, and its lease table gets this name',
    });
  }
  // The suffix of its longest table, <app>-WorkerMetricStats, must fit as well.
  const longest = chosen.has('workerMetricsTableName') ? 255 : 255 - '-WorkerMetricStats'.length;
  const shortest = chosen.has('tableName') ? 1 : 3;
  const consumer =
    chosen.get('retrievalMode')?.value === 'FANOUT' && !chosen.has('fanoutConfig.consumerName');
  const rules = {
    streamName: streamNameRule,
    applicationName: {
      of: 'an application name, which names a table',
      min: shortest,
      max: consumer && !chosen.has('fanoutConfig.consumerArn') ? consumerNameRule.max : longest,
    },
    tableName: tableNameRule,
    coordinatorStateTableName: tableNameRule,
    workerMetricsTableName: tableNameRule,
    'fanoutConfig.consumerName': consumerNameRule,
  };
  for (const [name, rule] of Object.entries(rules)) {
    const setting = chosen.get(name);
    const problem = setting && nameProblem(setting.value, rule);
    if (problem) problems.push({ message: `${setting.subject}: ${problem}` });
  }
  return problems;
}

function summarize(
  chosen: Chosen,
  warnings: readonly string[],
  { profile, jvmOptions }: { readonly profile: string; readonly jvmOptions: readonly string[] },
): CollectedProperties {
  const region = chosen.get('kinesisClient.region') ?? chosen.get('regionName');
  addRoleRegion(chosen, region?.value ?? '');
  const order = new Map(propertyTable.map(({ name }, index) => [name, index]));
  const entries = [...chosen].sort(
    ([a], [b]) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size) || (a < b ? -1 : 1),
  );
  const text = (name: string): string | undefined => chosen.get(name)?.value;
  const app = text('applicationName') ?? '';
  return {
    properties: new Map(entries.map(([name, { value }]) => [name, value])),
    origins: new Map(entries.map(([name, { origin }]) => [name, origin])),
    warnings,
    executableName: text('executableName'),
    streamName: text('streamArn')?.split('stream/')[1] ?? text('streamName') ?? '',
    applicationName: app,
    workerIdentifier: text('workerIdentifier') ?? '',
    region: region?.value ?? '',
    retrievalMode: text('retrievalMode') === 'FANOUT' ? 'FANOUT' : 'POLLING',
    endpoints: {
      kinesis: text('kinesisEndpoint'),
      dynamodb: text('dynamoDBEndpoint'),
      cloudwatch: text('cloudWatchClient.endpointOverride'),
    },
    tables: {
      lease: text('tableName') ?? app,
      coordinatorState: text('coordinatorStateTableName') ?? `${app}-CoordinatorState`,
      workerMetrics: text('workerMetricsTableName') ?? `${app}-WorkerMetricStats`,
    },
    shutdownGraceMillis: Number(text('shutdownGraceMillis')),
    profile,
    jvmOptions,
    env: {},
  };
}

/** The STS client of an assumed role does not see regionName: without a region of its own it is not made at all. */
function addRoleRegion(chosen: Chosen, region: string): void {
  for (const [name, setting] of chosen) {
    if (!name.startsWith('awsCredentialsProvider')) continue;
    const providers = setting.value.split(',').map((provider) => {
      const needsRegion = provider.startsWith('StsAssumeRole') && !/\|endpoint(Region)?=/.test(provider);
      return needsRegion ? `${provider}|endpointRegion=${region}` : provider;
    });
    chosen.set(name, { ...setting, value: providers.join(',') });
  }
}
