import type { ChosenSetting } from './check/merge.js';
import { propertyTable } from './table/index.js';
import type { ProxyOption } from './proxy.js';
import type { Origin } from './read/setting.js';

/** What one run of the daemon is configured with, checked. */
export interface CollectedProperties {
  /** The version of the KCL that they are for. */
  readonly kcl: string;
  /** What goes into the daemon's properties file, in the order of the table. */
  readonly properties: ReadonlyMap<string, string>;
  readonly origins: ReadonlyMap<string, Origin>;
  /** One line each: keys without effect, defaults that differ from the daemon's. */
  readonly warnings: readonly string[];
  /** From a properties file, when no processor was given. */
  readonly executableName: string | undefined;
  /** Empty only when the names were not required. */
  readonly streamName: string;
  readonly streamArn: string | undefined;
  readonly applicationName: string;
  readonly workerIdentifier: string;
  /** Of the stream. */
  readonly region: string;
  readonly retrievalMode: 'POLLING' | 'FANOUT';
  /** Undefined for those of the region. */
  readonly endpoints: {
    readonly kinesis: string | undefined;
    readonly dynamodb: string | undefined;
    readonly cloudwatch: string | undefined;
  };
  readonly tables: {
    readonly lease: string;
    readonly coordinatorState: string;
    readonly workerMetrics: string;
  };
  readonly shutdownGraceMillis: number;
  /** The profile of the shared AWS files that `--profile` or AWS_PROFILE names. */
  readonly profile: string;
  /** That which `--profile` or KCL_TS_PROFILE names. */
  readonly namedProfile: string | undefined;
  /** For java's argument list: nothing secret. */
  readonly jvmOptions: readonly string[];
  /** For java's argument list, unless the user says something on the same matter. */
  readonly proxyOptions: readonly ProxyOption[];
  /** Variables that java's environment needs besides those it inherits; may hold the password of a proxy. */
  readonly env: Readonly<Record<string, string>>;
}

type Chosen = ReadonlyMap<string, ChosenSetting>;
type FromSettings = Omit<
  CollectedProperties,
  'kcl' | 'warnings' | 'profile' | 'namedProfile' | 'jvmOptions' | 'proxyOptions' | 'env'
>;

/** The chosen settings in the order of the table, and what callers ask of them. */
export function summarize(chosen: Chosen): FromSettings {
  const order = new Map(propertyTable.map(({ name }, index) => [name, index]));
  const position = (name: string): number => order.get(name) ?? order.size;
  const entries = [...chosen].sort(([a], [b]) => position(a) - position(b) || (a < b ? -1 : 1));
  const text = (name: string): string | undefined => chosen.get(name)?.value;
  const app = text('applicationName') ?? '';
  return {
    properties: new Map(entries.map(([name, { value }]) => [name, value])),
    origins: new Map(entries.map(([name, { origin }]) => [name, origin])),
    executableName: text('executableName'),
    streamName: text('streamArn')?.split('stream/')[1] ?? text('streamName') ?? '',
    streamArn: text('streamArn'),
    applicationName: app,
    workerIdentifier: text('workerIdentifier') ?? '',
    region: text('kinesisClient.region') ?? text('regionName') ?? '',
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
  };
}
