import type { Environment } from '../context.js';
import { localEnvironment } from './local-environment.js';
import type { LocalStream } from './stack-messages.js';

/** What is to be known of embedded servers that run for others to use. */
export interface StackDescription {
  readonly region: string;
  readonly kinesisEndpoint: string;
  readonly dynamodbEndpoint: string;
  readonly streams: readonly LocalStream[];
  /** Those whose tables are there already, with the stream each reads. */
  readonly applications: readonly { readonly name: string; readonly stream: string }[];
}

/** One JSON object: the description, and the environment for programs that are to use the servers. */
export function stackAsJson(stack: StackDescription): string {
  const { region, kinesisEndpoint, dynamodbEndpoint, streams, applications } = stack;
  const env = Object.fromEntries(exported(stack));
  return `${JSON.stringify({ kinesisEndpoint, dynamodbEndpoint, region, streams, applications, env })}\n`;
}

/** The same as text that a shell can read: the environment, and in comments the rest and commands to try. */
export function stackAsShell(stack: StackDescription): string {
  const [stream] = stack.streams;
  const reads = stack.applications[0] ?? { name: 'MyApp', stream: stream?.name ?? 'words' };
  return [
    `# Kinesis   ${stack.kinesisEndpoint}`,
    `# DynamoDB  ${stack.dynamodbEndpoint}`,
    ...stack.streams.map(
      ({ name, shards }) => `# stream    ${name}, ${shards} shard${shards === 1 ? '' : 's'}`,
    ),
    ...stack.applications.map(({ name, stream }) => `# tables    of ${name}, with leases for ${stream}`),
    '',
    ...exported(stack).map(([name, value]) => `export ${name}=${value}`),
    '',
    '# kcl-ts run ./processor.ts \\',
    `#   --stream ${reads.stream} --app ${reads.name} --region ${stack.region} \\`,
    `#   --kinesis-endpoint ${stack.kinesisEndpoint} --dynamodb-endpoint ${stack.dynamodbEndpoint} \\`,
    '#   --metrics none --failover-time 1s --idle-time 250ms',
    `# aws kinesis put-record --stream-name ${reads.stream} --partition-key a --data aGVsbG8=`,
    '',
  ].join('\n');
}

/** As `name, value`; nothing in them needs quoting. */
function exported(stack: StackDescription): [string, string][] {
  const env: Environment = localEnvironment(stack);
  return Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
}
