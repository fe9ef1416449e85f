import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { dynamodbAt } from '../support/aws.js';
import { embeddedStack } from '../support/embedded-stack.js';
import { goodProcessor, type MessageCase } from './message-case.js';

const local = [
  ...['--stream', 'words', '--app', 'MyApp', '--offline'],
  ...['--local', '--shards', '1', '--records', 'records.txt', '--until-caught-up'],
];
const aws = [
  '--stream',
  'words',
  '--app',
  'MyApp',
  '--offline',
  '--region',
  'eu-west-1',
  '--metrics',
  'none',
];
const there = ['--stream', 'words', '--app', 'MyApp', '--offline', '--metrics', 'none'];
const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const leadingTo = (stack: {
  readonly kinesisEndpoint: string;
  readonly dynamodbEndpoint: string;
}): Record<string, string> => ({
  ...keys,
  AWS_REGION: 'us-east-1',
  KCL_TS_KINESIS_ENDPOINT: stack.kinesisEndpoint,
  KCL_TS_DYNAMODB_ENDPOINT: stack.dynamodbEndpoint,
});
const body = (statement: string): string =>
  `export default class Words {\n  async processRecords({ records }) {\n    ${statement}\n  }\n}\n`;

const begun = [
  '<time> INFO  kcl-ts: 1 record put into words',
  '<time> INFO  shardId-000000000000 kcl-ts: started at TRIM_HORIZON',
];
const failed = [
  ...begun,
  '<time> ERROR shardId-000000000000 kcl-ts: the processor failed in processRecords: the worker ends',
];
const again =
  '  → its records were not acknowledged and will be delivered again; --on-error retry:N or skip are other choices';
const look = 'check the network, --region and, if you named one, the endpoint (--endpoint-url) and the proxy';

export const runs: readonly MessageCase[] = [
  {
    when: 'all is well',
    args: ['run', 'processor.ts', ...local],
    files: { 'processor.ts': goodProcessor, 'records.txt': 'one\n' },
    jars: true,
    exitCode: 0,
    stderr: [
      ...begun,
      '<time> INFO  kcl-ts: stopping: each processor is asked to checkpoint (a second request kills)',
      '<time> INFO  shardId-000000000000 kcl-ts: ended (shutdownRequested): 1 record, checkpoint <sequence number>',
    ],
  },
  {
    when: 'the processor throws',
    args: ['run', 'processor.ts', ...local],
    files: { 'processor.ts': body("throw new Error('cannot read this');"), 'records.txt': 'one\n' },
    jars: true,
    exitCode: 1,
    stderr: [
      ...failed,
      'kcl-ts: the processor failed in processRecords of shardId-000000000000: cannot read this',
      '      at Words.processRecords (<folder>/processor.ts:3:11)',
      again,
    ],
  },
  {
    when: 'the processor ends its process',
    args: ['run', 'processor.ts', ...local],
    files: { 'processor.ts': body('process.exit(3);'), 'records.txt': 'one\n' },
    jars: true,
    exitCode: 1,
    stderr: [
      ...failed,
      'kcl-ts: the processor failed in processRecords of shardId-000000000000: the processor called process.exit(3)',
      '      at Words.processRecords (<folder>/processor.ts:3:13)',
      again,
    ],
  },
  {
    when: 'the processor never answers',
    args: ['run', 'processor.ts', ...local, '--processor-timeout', '1s'],
    files: {
      'processor.ts': body('await new Promise((resolve) => setTimeout(resolve, 60_000));'),
      'records.txt': 'one\n',
    },
    jars: true,
    exitCode: 1,
    stderr: [
      ...failed,
      'kcl-ts: the processor failed in processRecords of shardId-000000000000: TimeoutError: it did not finish within 1 s',
      again,
    ],
  },
  {
    when: 'the processor throws and is to go on',
    args: ['run', 'processor.ts', ...local, '--on-error', 'skip'],
    files: { 'processor.ts': body("throw new Error('cannot read this');"), 'records.txt': 'one\n' },
    jars: true,
    exitCode: 0,
    stderr: [
      ...begun,
      '<time> WARN  shardId-000000000000 kcl-ts: processRecords failed; going on, as --on-error skip says',
      '    Error: cannot read this',
      '        at Words.processRecords (<folder>/processor.ts:3:11)',
      '<time> INFO  kcl-ts: stopping: each processor is asked to checkpoint (a second request kills)',
      '<time> INFO  shardId-000000000000 kcl-ts: ended (shutdownRequested): 1 record, no checkpoint',
    ],
  },
  ...(
    [
      [
        'nothing listens at the endpoint',
        ['--endpoint-url', 'http://127.0.0.1:1'],
        {},
        'http://127.0.0.1:<port> refused the connection',
      ],
      [
        'no name can be resolved',
        ['--endpoint-url', 'https://kinesis.invalid'],
        {},
        'the host name of https://kinesis.invalid cannot be resolved (<code>)',
      ],
      [
        'the proxy refuses',
        [],
        { HTTPS_PROXY: 'http://127.0.0.1:1' },
        '<endpoint> by the proxy 127.0.0.1:<port> refused the connection',
      ],
    ] as const
  ).map(([when, flags, env, cause]): MessageCase => ({
    when,
    args: ['run', 'processor.ts', ...aws, ...flags],
    files: { 'processor.ts': goodProcessor },
    env: { ...keys, ...env },
    jars: true,
    stopAfter: look,
    exitCode: 0,
    stderr: [
      `<time> WARN  kcl-ts: ${cause}: ${look}`,
      '<time> INFO  kcl-ts: stopping: no shard has been given to a processor yet',
    ],
  })),
  {
    when: 'there is no such stream',
    args: ['run', 'processor.ts', ...there],
    files: { 'processor.ts': goodProcessor },
    prepare: async () => leadingTo(await embeddedStack({ stream: 'orders', shards: 1 })),
    jars: true,
    exitCode: 2,
    stderr: [
      "kcl-ts: there is no stream 'words' in us-east-1 at http://127.0.0.1:<port>",
      "  → there is 'orders'; check --stream and --region, the endpoint, and that the credentials are those of the right account",
    ],
  },
  {
    when: 'the table of the application is one of another use',
    args: ['run', 'processor.ts', ...there],
    files: { 'processor.ts': goodProcessor },
    prepare: async () => {
      const stack = await embeddedStack({ shards: 1 });
      await dynamodbAt(stack.dynamodbEndpoint).send(
        new CreateTableCommand({
          TableName: 'MyApp',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      );
      return leadingTo(stack);
    },
    jars: true,
    exitCode: 2,
    stderr: [
      "kcl-ts: 'MyApp' is not a table of the KCL: its key is 'id', expected 'leaseKey'",
      '  → choose another --app, or give the table another name with --table-name',
    ],
  },
];
