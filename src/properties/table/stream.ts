import { readAssignment, showAssignment } from '../values/assignment.js';
import { readStartPosition } from '../values/start-position.js';
import type { FlagSpec, PropertySpec } from './row.js';
import { arn, awsRegion } from '../values/aws.js';
import { epochSeconds } from '../values/number.js';
import { oneOf, text } from '../values/text.js';

/** What is read, as whom, and from where on: ConfigsBuilder, MultiLangDaemonConfiguration. */
export const streamProperties = [
  {
    name: 'streamName',
    type: text,
    flag: '--stream <name>',
    usual: true,
    summary: 'the Kinesis stream to read',
    notes: 'Required, unless streamArn is given. A worker reads one stream.',
  },
  {
    name: 'applicationName',
    type: text,
    flag: '--app <name>',
    usual: true,
    summary: 'name of the application; its workers share the stream',
    notes:
      'Required. It is also the name of the lease table and of the fan-out consumer, the CloudWatch namespace, and the prefix of two more tables.',
  },
  {
    name: 'regionName',
    type: awsRegion,
    flag: '--region <region>',
    usual: true,
    default: 'the region of the environment or the profile',
    summary: 'AWS region of the stream, the tables and the metrics',
    notes:
      'Without it kcl-ts uses the region of the stream ARN, AWS_REGION, AWS_DEFAULT_REGION, or the profile in the shared AWS files. The daemon does not check it.',
  },
  {
    name: 'initialPositionInStream',
    type: oneOf,
    default: 'LATEST',
    values: ['TRIM_HORIZON', 'LATEST'],
    summary: 'where a shard without a checkpoint starts',
    notes: 'Set it with `--from`. kcl-ts writes TRIM_HORIZON unless you set it.',
  },
  {
    name: 'initialPositionInStreamExtended',
    type: epochSeconds,
    unit: 's',
    min: 0,
    summary: 'the time from which a shard without a checkpoint is read, in seconds since 1970',
    notes:
      'Set it with `--from`. To the daemon this is the same setting as initialPositionInStream: it uses whichever of the two it happens to read last. kcl-ts writes only one of them.',
  },
  {
    name: 'workerIdentifier',
    aliases: ['workerId'],
    type: text,
    flag: '--worker-id <id>',
    usual: true,
    default: 'a random UUID',
    summary: 'name of this worker; {hostname}, {pid} and {uuid} in it are filled in',
    notes:
      'kcl-ts writes `{hostname}:{uuid}` unless you set it. A worker that starts again under the same name gets its leases back at once. Two workers that run at the same time need different names.',
  },
  {
    name: 'streamArn',
    type: arn,
    flag: '--stream-arn <arn>',
    usual: true,
    summary: 'the stream by its ARN',
    notes:
      'It does not give access to a stream of another account: the daemon uses only the name in it. kcl-ts also uses the region in it.',
  },
] as const satisfies readonly PropertySpec[];

/** Where to start, and settings without a flag of their own. */
export const streamFlags: readonly FlagSpec[] = [
  {
    flag: '--from <position>',
    usual: true,
    summary:
      'where to start a shard without a checkpoint: trim-horizon, latest or a time such as 2026-11-01T00:00:00Z',
    read: readStartPosition,
  },
  {
    flag: '--properties <file>',
    usual: true,
    summary: 'an existing properties file of the KCL; flags override it',
  },
  {
    flag: '--set <key=value>',
    usual: true,
    summary: 'set any other key of the KCL (repeatable)',
    read: readAssignment,
    show: showAssignment,
    repeatable: true,
  },
];
