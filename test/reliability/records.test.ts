import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { standIn } from '../support/aws-stand-in.js';
import { deliveredIn } from '../support/delivered.js';
import { against, embeddedStack } from '../support/embedded-stack.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { throttlingKinesis } from '../support/throttling-kinesis.js';
import { printFigures } from './figures.js';
import { full, seed } from './lengths.js';
import { randomFrom } from './random.js';
import { byKey, differences } from './records/by-key.js';
import { makeLines } from './records/make-lines.js';

const processor = fileURLToPath(
  new URL('../cli/commands/run/fixtures/record-everything.ts', import.meta.url),
);
const throttled = { name: 'ProvisionedThroughputExceededException', message: 'Rate exceeded for shard' };

interface Printed {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: string;
}

it('what put has written is what tail prints and what run delivers, while Kinesis is too busy again and again', async () => {
  const lines = makeLines(full ? 100_000 : 5_000, seed);
  const folder = await temporaryFolder();
  const file = join(folder, 'lines.jsonl');
  const out = join(folder, 'out');
  await mkdir(out);
  await writeFile(file, lines.map(({ text }) => `${text}\n`).join('\n'));

  const stack = await embeddedStack({ shards: 4, application: 'Records', workerId: 'worker' });
  const random = randomFrom(seed);
  const aws = await standIn(stack);
  const refused = { 'kinesis:PutRecords': 0, 'kinesis:GetRecords': 0 };
  for (const operation of ['kinesis:PutRecords', 'kinesis:GetRecords'] as const) {
    aws.refuse(operation, {
      ...throttled,
      now() {
        const isRefused = random() < (full ? 0.05 : 0.15);
        if (isRefused) refused[operation]++;
        return isRefused;
      },
    });
  }
  const busy = await throttlingKinesis(
    aws.kinesisEndpoint,
    (_, key) => isHot(key) && random() < (full ? 0.02 : 0.1),
  );
  const { env, flags } = against({ ...stack, kinesisEndpoint: aws.kinesisEndpoint });
  const timed = async <T>(doing: Promise<T>): Promise<[T, string]> => {
    const startedAt = performance.now();
    const result = await doing;
    return [result, `${((performance.now() - startedAt) / 1000).toFixed(1)} s`];
  };

  const [put, putTook] = await timed(
    runCli(['put', 'words', file, '--key-field', 'key', '--kinesis-endpoint', busy.endpoint], { env }),
  );
  expect(put).toMatchObject({ exitCode: 0, stdout: '' });
  expect(put.stderr).toContain(`${lines.length} records put into words`);

  const [tail, tailTook] = await timed(
    runCli(['tail', 'words', '--from', 'trim-horizon', '--json', '--kinesis-endpoint', aws.kinesisEndpoint], {
      env,
    }),
  );
  expect(tail).toMatchObject({ exitCode: 0, stderr: '' });
  const printed = tail.stdout.split('\n').map((line) => JSON.parse(line) as Printed);

  const [run, runTook] = await timed(
    runCli(
      [
        ...['run', processor, '--stream', 'words', '--app', 'Records', '--worker-id', 'worker'],
        // A machine that is busy is not to lose a lease, nor to take too long for an answer: what is delivered twice is not equal.
        ...['--until-caught-up', ...flags, '--failover-time', '60s', '--max-records', '2000'],
      ],
      { cwd: folder, env: { ...env, OUT: out } },
    ),
  );
  expect(run).toMatchObject({ exitCode: 0 });
  const delivered = await deliveredIn(out);

  expect(printed).toHaveLength(lines.length);
  for (const [shardId, records] of delivered) {
    const seen = printed.filter((record) => record.shardId === shardId);
    expect(records).toHaveLength(seen.length);
    expect(differences(inOrder(seen), inOrder(records))).toEqual([]);
  }
  expect([...delivered.values()].flat()).toHaveLength(lines.length);
  expect(new Set(printed.map(({ shardId }) => shardId))).toEqual(new Set(delivered.keys()));
  const inStream = byKey(printed.map(({ partitionKey, data }) => ({ key: partitionKey, text: data })));
  // What was refused comes after what was not.
  expect(differences(byKey(lines), inStream, { inAnyOrder: isHot })).toEqual([]);
  expect(Math.min(busy.refusals, ...Object.values(refused))).toBeGreaterThan(0);

  printFigures('Put, tail and run', {
    seed,
    'records put, printed and delivered, all equal': lines.length,
    'partition keys': inStream.size,
    'refused by Kinesis: records': busy.refusals,
    'refused by Kinesis: calls of PutRecords': refused['kinesis:PutRecords'],
    'refused by Kinesis: calls of GetRecords': refused['kinesis:GetRecords'],
    'put took': putTook,
    'tail took': tailTook,
    'run took': runTook,
  });
}, 1_800_000);

/** Keys of the second quarter of the hash keys, and so of one shard: it alone refuses single records. */
function isHot(key: string): boolean {
  return (createHash('md5').update(key).digest()[0] ?? 0) >> 6 === 1;
}

function inOrder(records: readonly Omit<Printed, 'shardId'>[]): ReturnType<typeof byKey> {
  return byKey(
    records.map((record) => ({
      key: '',
      text: JSON.stringify([record.sequenceNumber, record.partitionKey, record.data]),
    })),
  );
}
