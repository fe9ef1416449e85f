import { describe, expect, it } from 'vitest';
import { kinesisAt, putRecords } from '../support/aws.js';
import { embeddedStack } from '../support/embedded-stack.js';
import { runDenied, type DeniedRequest, type DeniedRun } from './denied/scenario.js';
import { printFigures } from './figures.js';
import { full } from './lengths.js';

const SHARDS = 2;
/** What kcl-ts calls beside java. */
const own = [
  'dynamodb:Scan',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:CreateTable',
  'dynamodb:DescribeTable',
  'dynamodb:TransactWriteItems',
  'kinesis:ListShards',
  'kinesis:DescribeStreamSummary',
];
/** What java can do without where its tables are made already. */
const spare = ['dynamodb:CreateTable', 'dynamodb:UpdateTable', 'dynamodb:DeleteItem'];
const made = ['Nothing', ...spare.map(nameOf)];

const requests: readonly Omit<DeniedRequest, 'stack'>[] = [
  { application: 'Nothing', operations: own, onlyKclTs: true },
  ...(full
    ? [
        ...own.map((operation) => ({
          application: `Fresh-${nameOf(operation)}`,
          operations: [operation],
          onlyKclTs: true,
        })),
        ...spare.map((operation) => ({
          application: nameOf(operation),
          operations: [operation],
          onlyKclTs: false,
        })),
      ]
    : []),
];

describe('a worker whose own calls are denied, or the calls that java can do without', () => {
  it('runs all the same, and says each thing once', async () => {
    // The worker has the leases of an application whose tables are made.
    const stack = await embeddedStack({ shards: SHARDS, application: made, workerId: 'w' });
    const records = Array.from({ length: 64 }, (_, at) => ({ data: String(at), partitionKey: `key ${at}` }));
    await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', records);
    const runs: DeniedRun[] = [];
    const left = [...requests];
    const runNext = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        runs.push(await runDenied({ stack, ...next }, SHARDS));
    };
    await Promise.all([runNext(), runNext(), runNext()]);
    printFigures(
      'Denied (seconds until all is read)',
      Object.fromEntries(runs.map(({ application, seconds }) => [application, seconds.toFixed(1)])),
    );
    for (const { application, exitCode, told, output } of runs) {
      expect(exitCode, `${application}\n${output.slice(-4_000)}`).toBe(0);
      // At most once when it starts, while it runs, and when it stops.
      expect(told, `${application}\n${output}`).toBeLessThanOrEqual(3);
    }
  }, 1_800_000);
});

function nameOf(operation: string): string {
  return operation.replace(/.*:/, '');
}
