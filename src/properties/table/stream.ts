import type { PropertySpec } from './row.js';

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
    summary: 'name of the application; its workers share the stream',
    notes:
      'Required. It is also the name of the lease table and of the fan-out consumer, the CloudWatch namespace, and the prefix of two more tables.',
  },
  {
    name: 'regionName',
    type: 'aws-region',
    flag: '--region <region>',
    usual: true,
    default: 'the region of the environment or the profile',
    summary: 'AWS region of the stream, the tables and the metrics',
    notes:
      'Without it kcl-ts uses the region of the stream ARN, AWS_REGION, AWS_DEFAULT_REGION, or the profile in the shared AWS files. The daemon does not check it.',
  },
  {
    name: 'initialPositionInStream',
    type: 'enum',
    default: 'LATEST',
    values: ['TRIM_HORIZON', 'LATEST'],
    summary: 'where a shard without a checkpoint starts',
    notes: 'Set it with `--from`. kcl-ts writes TRIM_HORIZON unless you set it.',
  },
  {
    name: 'initialPositionInStreamExtended',
    type: 'epoch-seconds',
    unit: 's',
    min: 0,
    summary: 'the time from which a shard without a checkpoint is read, in seconds since 1970',
    notes:
      'Set it with `--from`. To the daemon this is the same setting as initialPositionInStream: it uses whichever of the two it happens to read last. kcl-ts writes only one of them.',
  },
  {
    name: 'workerIdentifier',
    aliases: ['workerId'],
    type: 'string',
    flag: '--worker-id <id>',
    usual: true,
    default: 'a random UUID',
    summary: 'name of this worker; {hostname}, {pid} and {uuid} in it are filled in',
    notes:
      'kcl-ts writes `{hostname}:{uuid}` unless you set it. A worker that starts again under the same name gets its leases back at once. Two workers that run at the same time need different names.',
  },
  {
    name: 'streamArn',
    type: 'arn',
    flag: '--stream-arn <arn>',
    usual: true,
    summary: 'the stream by its ARN',
    notes:
      'It does not give access to a stream of another account: the daemon uses only the name in it. kcl-ts also uses the region in it.',
  },
] as const satisfies readonly PropertySpec[];
