import { Option, type Command } from 'commander';
import type { ClientSettings } from '../../aws/clients.js';
import { environmentKeys } from '../../aws/environment-keys.js';
import type { StreamName } from '../../aws/stream-name.js';
import type { Context } from '../../context.js';
import { localCredentials } from '../../local/local-environment.js';
import { checkCredentials } from '../../properties/credentials/find/index.js';
import { propertyOptions } from '../../properties/table/flags.js';
import { proxyForNode } from '../../properties/proxy.js';
import { collectProperties, type CollectedProperties, type CollectExtra } from './properties.js';

/** The flags of `run` that say where a stream is. */
const whereStreamsAre = ['--region', '--profile', '--endpoint-url', '--kinesis-endpoint', '--properties'];

const streamAttributes: ReadonlySet<string> = new Set(
  [...whereStreamsAre, '--jars-lock'].map((name) => new Option(name).attributeName()),
);

/** Those that say which application, and where it is. */
const whereApplicationsAre = [
  ...['--stream', '--app', ...whereStreamsAre, '--dynamodb-endpoint'],
  ...['--table-name', '--coordinator-table-name', '--worker-metrics-table-name'],
];

/** Adds the flags of `run` with which a command that only looks finds streams and tables. */
export function addAwsOptions(command: Command): Command {
  return addFlags(command, new Set(whereApplicationsAre));
}

/** Adds the flags of `run` with which a command finds the stream that is its argument. */
export function addStreamOptions(command: Command): Command {
  return addFlags(command, new Set(whereStreamsAre));
}

function addFlags(command: Command, names: ReadonlySet<string>): Command {
  for (const { name, flag, summary } of propertyOptions) {
    if (names.has(name)) command.addOption(new Option(flag, summary));
  }
  return command;
}

export interface AwsTarget {
  readonly collected: CollectedProperties;
  readonly kinesis: ClientSettings;
  readonly dynamodb: ClientSettings;
}

/**
 * Where to look, as `run` would with the same flags, `KCL_TS_*` variables and properties file.
 *
 * @throws KclTsError CONFIG_INVALID, CONFIG_FILE, CREDENTIALS_MISSING if there is no region, LOCK_INVALID
 */
export async function awsTarget(
  options: Readonly<Record<string, unknown>>,
  context: Context,
  { namesRequired = false, kinesisOnly = false }: Pick<CollectExtra, 'namesRequired' | 'kinesisOnly'> = {},
): Promise<AwsTarget> {
  const collected = await collectProperties(options, context, { namesRequired, kinesisOnly });
  const { endpoints, namedProfile: profile } = collected;
  const client = (endpoint: string | undefined, region = collected.region): ClientSettings => ({
    region,
    endpoint,
    profile,
    proxyFor: proxyForNode(context.env),
    ...(profile === undefined ? environmentKeys(context.env) : {}),
    ...(needsNoCredentials(endpoint, profile, context) ? { credentials: localCredentials } : {}),
  });
  return {
    collected,
    kinesis: client(endpoints.kinesis),
    dynamodb: client(endpoints.dynamodb, collected.properties.get('dynamoDbClient.region')),
  };
}

export interface StreamTarget {
  readonly stream: StreamName;
  readonly region: string;
  readonly kinesis: ClientSettings;
}

/**
 * The stream that is a command's argument, by name or ARN.
 *
 * @throws KclTsError as awsTarget, CREDENTIALS_MISSING if there are none
 */
export async function streamTarget(
  stream: string,
  options: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<StreamTarget> {
  const named = stream.startsWith('arn:') ? { streamArn: stream } : { stream };
  // Other flags of the command may have the names of run's: --from is a time to the millisecond here.
  const where = Object.entries(options).filter(([name]) => streamAttributes.has(name));
  const { collected, kinesis } = await awsTarget({ ...Object.fromEntries(where), ...named }, context, {
    kinesisOnly: true,
  });
  if (kinesis.credentials !== localCredentials) await checkCredentials(collected, context);
  const { streamName: name, streamArn: arn, region } = collected;
  return { stream: { name, arn }, region, kinesis };
}

/** A stand-in on this machine takes any credentials: none need be set for it. */
function needsNoCredentials(
  endpoint: string | undefined,
  profile: string | undefined,
  { env }: Context,
): boolean {
  if (endpoint === undefined || profile !== undefined) return false;
  if (env['AWS_ACCESS_KEY_ID'] ?? env['AWS_PROFILE']) return false;
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
}
