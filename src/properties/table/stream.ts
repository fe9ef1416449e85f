import type { PropertySpec } from '../property-spec.js';

/** What is read, as whom, and from where on: ConfigsBuilder, MultiLangDaemonConfiguration. */
export const streamProperties = [
  {
    name: 'streamName',
    type: 'string',
    flag: '--stream <name>',
    usual: true,
    summary: 'the Kinesis stream to read',
    notes: 'Required, unless streamArn is given. A worker reads one stream.',
  },
  {
    name: 'applicationName',
    type: 'string',
    flag: '--app <name>',
    usual: true,
    summary: 'the application: its workers share the stream, and its lease table has this name',
    notes:
      'Required. Also the CloudWatch namespace, the name of the fan-out consumer and the prefix of two more tables.',
  },
  {
    name: 'regionName',
    type: 'aws-region',
    flag: '--region <region>',
    usual: true,
    default: 'the region of the environment or the profile',
    summary: 'AWS region of the stream, the tables and the metrics',
    notes:
      'Without it kcl-ts takes the region of the stream ARN, AWS_REGION, AWS_DEFAULT_REGION, or the profile in the shared AWS files. The daemon does not check it.',
  },
  {
    name: 'initialPositionInStream',
    type: 'enum',
    default: 'LATEST',
    values: ['TRIM_HORIZON', 'LATEST'],
    summary: 'where a shard without a checkpoint starts',
    notes: 'Set by `--from`. kcl-ts writes TRIM_HORIZON unless told otherwise.',
  },
  {
    name: 'initialPositionInStreamExtended',
    type: 'epoch-seconds',
    unit: 's',
    min: 0,
    summary: 'the time from which a shard without a checkpoint is read, in seconds since 1970',
    notes:
      'Set by `--from`. It is the same setting as initialPositionInStream to the daemon, which keeps whichever it happens to read last; kcl-ts writes one of them.',
  },
  {
    name: 'workerIdentifier',
    aliases: ['workerId'],
    type: 'string',
    flag: '--worker-id <id>',
    usual: true,
    default: 'a random UUID',
    summary: 'name of this worker, may hold {hostname}, {pid} and {uuid}',
    notes:
      'kcl-ts writes `{hostname}:{uuid}` unless told otherwise. A worker that starts again under the same name takes its leases back at once; two that run at the same time must differ.',
  },
  {
    name: 'streamArn',
    type: 'arn',
    flag: '--stream-arn <arn>',
    usual: true,
    summary: 'the stream by its ARN',
    notes:
      'The daemon takes nothing but the name from it: it gives no access to another account. kcl-ts takes the region from it too.',
  },
] as const satisfies readonly PropertySpec[];
