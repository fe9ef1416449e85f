import type { CollectedProperties } from './collected.js';
import type { ChosenSetting } from './merge.js';
import { propertyTable } from './table/index.js';

type Chosen = ReadonlyMap<string, ChosenSetting>;
type FromSettings = Omit<CollectedProperties, 'kcl' | 'warnings' | 'profile' | 'jvmOptions' | 'env'>;

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
