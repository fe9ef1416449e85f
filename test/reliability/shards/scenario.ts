import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { kinesisAt, leasesAt, putRecords } from '../../support/aws.js';
import { deliveredIn } from '../../support/delivered.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { markProcesses } from '../../support/marked-processes.js';
import { startCli } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { watchMemory, type TreeMemory } from './tree-memory.js';

export interface ShardsRun {
  readonly seconds: { readonly read: number; readonly stop: number };
  /** Of kcl-ts, java and what serves the shards, at the moment when it was most. */
  readonly memory: TreeMemory;
}

export interface ShardsRequest {
  readonly shards: number;
  /** What `--processes` is given. */
  readonly processes: string;
  readonly recordsPerShard: number;
}

const processor = fileURLToPath(
  new URL('../../cli/commands/run/fixtures/record-everything.ts', import.meta.url),
);

/**
 * One worker reads a stream of many shards with the real daemon, and is stopped when it has read all: each shard's last
 * record is checkpointed then, each record was delivered once, and no process is left.
 */
export async function readManyShards({
  shards,
  processes,
  recordsPerShard,
}: ShardsRequest): Promise<ShardsRun> {
  const out = join(await temporaryFolder(), 'out');
  await mkdir(out);
  const stack = await embeddedStack({ shards, application: 'Many', workerId: 'me' });
  const records = Array.from({ length: shards * recordsPerShard }, (_, at) => ({
    data: `record ${at} `.padEnd(1024, '.'),
    partitionKey: `key ${at}`,
  }));
  await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', records);
  const { env, flags } = against(stack);
  const mark = markProcesses();
  const watched = watchMemory(async () => [...(await mark.processes()).keys()]);
  const startedAt = performance.now();
  const worker = startCli(
    [
      ...['run', processor, '--stream', 'words', '--app', 'Many', '--worker-id', 'me', ...flags],
      // So many shards take a small machine a while; its leases are its own meanwhile.
      ...['--failover-time', '10s', '--processes', processes],
    ],
    { cwd: out, env: { ...env, ...mark.env, OUT: out } },
  );
  const everything = async () => [...(await deliveredIn(out)).values()].flat();
  await worker.saw(/started at/, shards);
  for (let batches = 1; (await everything()).length < records.length; batches++)
    await worker.saw(/delivered \d+/, batches);
  const readAt = performance.now();
  worker.signal('SIGTERM');
  const { exitCode } = await worker.result;
  const endedAt = performance.now();
  const memory = await watched.stop();
  expect(exitCode, worker.output()).toBe(0);
  await mark.gone(5_000);
  expect((await everything()).map(({ data }) => data).sort()).toEqual(records.map(({ data }) => data).sort());
  const byShard = await deliveredIn(out);
  const stored = await leasesAt(stack.dynamodbEndpoint, 'Many');
  expect(stored).toHaveLength(shards);
  expect(stored.filter(({ shardId }) => byShard.has(shardId))).toMatchObject(
    [...byShard].map(([shardId, shard]) => ({ shardId, checkpoint: shard.at(-1)?.sequenceNumber })),
  );
  return { seconds: { read: (readAt - startedAt) / 1000, stop: (endedAt - readAt) / 1000 }, memory };
}
