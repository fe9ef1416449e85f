import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { iamPolicy } from '../../src/properties/iam-policy.js';
import { collected, named } from './support/collected.js';

const policy = (flags: Record<string, string | string[]> = {}, kmsKey?: string) =>
  iamPolicy(collected({ flags: { ...named, ...flags } }), { account: '123456789012', kmsKey }).Statement;
const statement = (sid: string, flags: Record<string, string | string[]> = {}) =>
  policy(flags).find(({ Sid }) => Sid === sid);

describe('the IAM policy of a worker', () => {
  it('names the stream, the three tables and the index, and the metrics', () => {
    expect(policy().map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ['ReadStream', 'arn:aws:kinesis:eu-west-1:123456789012:stream/words'],
      ['LeaseTable', 'arn:aws:dynamodb:eu-west-1:123456789012:table/MyApp'],
      ['LeaseTableIndex', 'arn:aws:dynamodb:eu-west-1:123456789012:table/MyApp/index/*'],
      ['CoordinatorStateTable', 'arn:aws:dynamodb:eu-west-1:123456789012:table/MyApp-CoordinatorState'],
      ['WorkerMetricsTable', 'arn:aws:dynamodb:eu-west-1:123456789012:table/MyApp-WorkerMetricStats'],
      ['Metrics', '*'],
    ]);
    expect(statement('Metrics')?.Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'MyApp' } });
  });

  it('follows the flags', () => {
    expect(statement('Metrics', { '--metrics': 'none' })).toBeUndefined();
    expect(statement('LeaseTable')?.Action).not.toContain('dynamodb:UpdateContinuousBackups');
    expect(statement('LeaseTable', { '--point-in-time-recovery': 'true' })?.Action).toContain(
      'dynamodb:UpdateContinuousBackups',
    );
    expect(statement('WorkerMetricsTable', { '--table-tags': 'a=b' })?.Action).toContain(
      'dynamodb:TagResource',
    );
    expect(statement('LeaseTable', { '--table-name': 'leases' })?.Resource).toMatch(/table\/leases$/);
    expect(statement('LeaseTable', { '--set': ['dynamoDbClient.region=us-east-1'] })?.Resource).toMatch(
      /dynamodb:us-east-1:/,
    );
    expect(statement('ReadStream', { '--region': 'cn-north-1' })?.Resource).toBe(
      'arn:aws-cn:kinesis:cn-north-1:123456789012:stream/words',
    );
  });

  it('allows to decrypt an encrypted stream, through Kinesis only', () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234';
    expect(policy().some(({ Sid }) => Sid === 'DecryptStream')).toBe(false);
    expect(policy({}, key).find(({ Sid }) => Sid === 'DecryptStream')).toEqual({
      Sid: 'DecryptStream',
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: key,
      Condition: { StringEquals: { 'kms:ViaService': 'kinesis.eu-west-1.amazonaws.com' } },
    });
  });

  it('allows every operation that kcl-ts itself calls', async () => {
    const called = await operationsCalled();
    expect(called).toContain('dynamodb:UpdateItem');
    const allowed = policy({ '--point-in-time-recovery': 'true' }).flatMap(({ Action }) => Action);
    // What a transaction does needs the permission for each of its items: PutItem.
    expect(allowed).toContain('dynamodb:PutItem');
    allowed.push('dynamodb:TransactWriteItems');
    // No policy can name the streams for it, and a refusal is an answer: see iam-policy.ts.
    expect(called.filter((operation) => !allowed.includes(operation))).toEqual(['kinesis:ListStreams']);
  });

  it('leaves out what makes tables where they are there already', () => {
    const flags = { ...named, '--point-in-time-recovery': 'true', '--table-tags': 'a=b' };
    const choice = { account: '123456789012', provisioned: true };
    const { Statement } = iamPolicy(collected({ flags }), choice);
    const actions = (sid: string): readonly string[] =>
      Statement.find(({ Sid }) => Sid === sid)?.Action ?? [];
    expect(Statement.flatMap(({ Action }) => Action)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/CreateTable|UpdateTable|TagResource/)]),
    );
    expect(actions('LeaseTable')).toEqual([
      'dynamodb:DescribeTable',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:Scan',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    ]);
    expect(actions('CoordinatorStateTable')).not.toContain('dynamodb:UpdateContinuousBackups');
  });

  it('allows what handing over the leases needs', () => {
    const needed = {
      LeaseTable: ['Scan', 'UpdateItem'],
      CoordinatorStateTable: ['GetItem', 'DeleteItem'],
      WorkerMetricsTable: ['Scan', 'DeleteItem'],
    };
    for (const [sid, actions] of Object.entries(needed))
      expect(statement(sid)?.Action).toEqual(
        expect.arrayContaining(actions.map((action) => `dynamodb:${action}`)),
      );
  });

  it('allows fan-out only for the consumer, and to register it only when it is not given', () => {
    expect(statement('ReadByFanOut')).toBeUndefined();
    const fanout = { '--retrieval-mode': 'fanout' };
    expect(statement('ReadByFanOut', fanout)?.Resource).toBe(
      'arn:aws:kinesis:eu-west-1:123456789012:stream/words/consumer/MyApp:*',
    );
    expect(statement('ReadStream', fanout)?.Action).toContain('kinesis:RegisterStreamConsumer');
    const consumer = 'arn:aws:kinesis:eu-west-1:123456789012:stream/words/consumer/c:1';
    expect(statement('ReadByFanOut', { '--consumer-arn': consumer })).toMatchObject({
      Action: ['kinesis:SubscribeToShard'],
      Resource: consumer,
    });
    expect(statement('ReadStream', { '--consumer-arn': consumer })?.Action).not.toContain(
      'kinesis:RegisterStreamConsumer',
    );
  });
});

/** The operations of AWS that the sources name as commands or paginators of the SDK, such as `kinesis:ListShards`. */
/** What a person does with records and leases needs more than a worker; docs/records.md and docs/leases.md tell it. */
const forPeople = /^(records|leases\/edit)\//;

async function operationsCalled(): Promise<string[]> {
  const src = fileURLToPath(new URL('../../src', import.meta.url));
  const files = (await readdir(src, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !forPeople.test(file),
  );
  const found = new Set<string>();
  for (const file of files) {
    const text = await readFile(join(src, file), 'utf8');
    for (const [, names = '', service = ''] of text.matchAll(
      /\{([^{}]*)\}\s*=\s*await import\(\s*'@aws-sdk\/client-(\w+)'/g,
    ))
      for (const [, command, paged] of names.matchAll(/\b(?:([A-Z]\w+)Command|paginate(\w+))\b/g))
        found.add(`${service}:${command ?? paged ?? ''}`);
  }
  return [...found].sort();
}
