import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { listLeases } from '../../../src/leases/list-leases.js';
import { dynamodbAt, kinesisAt } from '../../support/aws.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { produce } from '../produce.js';
import { randomFrom } from '../random.js';
import { keepRunning, type KeptWorker } from './keep-running.js';
import { killAtRandom, killStart, type Kill } from './kill.js';
import { leaderOf, watchCheckpoints } from './lease-table.js';
import { readSessions } from './sessions.js';
import { lost, type Evidence } from './verify.js';

export interface LedgerLength {
  readonly produceMs: number;
  readonly perSecond: number;
  readonly killEveryMs: readonly [number, number];
  /** Every worker is killed within this time of its first start, and every other time it starts. */
  readonly killStartsWithinMs: number;
  /** How long the last record may take once the producer has ended and nothing is killed any more. */
  readonly drainMs: number;
}

export interface LedgerRun {
  readonly evidence: Evidence;
  readonly kills: readonly Kill[];
  /** Those at a moment of a worker's start. */
  readonly startKills: readonly Kill[];
  readonly restarts: number;
  readonly drainedMs: number;
}

const processor = fileURLToPath(new URL('../fixtures/keeps-a-ledger.ts', import.meta.url));
const application = 'Ledger';
const SHARDS = 4;
const workerIds = ['worker-1', 'worker-2', 'worker-3'];

/**
 * A producer writes numbered records while the processes of three workers are killed at random, also while they start on an
 * application that has no tables yet. Every processor keeps a ledger of what it processed and what was acknowledged.
 */
export async function runLedger(length: LedgerLength, seed: number): Promise<LedgerRun> {
  const cwd = await temporaryFolder();
  const ledgers = join(cwd, 'ledgers');
  await mkdir(ledgers);
  const stack = await embeddedStack({ shards: SHARDS });
  const { env, flags } = against(stack);
  const dynamodb = dynamodbAt(stack.dynamodbEndpoint);
  const enough = new AbortController();
  const stored = watchCheckpoints(dynamodb, application, enough.signal);

  const random = randomFrom(seed);
  const enoughKilled = new AbortController();
  const startKills: Promise<Kill[]>[] = [];
  const onStart = (worker: KeptWorker): void => {
    if (worker.restarts() > 0 && random() < 0.5) return;
    const withinMs = length.killStartsWithinMs;
    startKills.push(killStart(worker, { random, withinMs, until: enoughKilled.signal }));
  };
  const workers = workerIds.map((id, at) =>
    keepRunning({
      id,
      cwd,
      args: ['run', processor, '--stream', 'words', '--app', application, ...flags, ...flagsOf(id, at)],
      env: { ...env, LEDGER: ledgers, WORKER: id },
      onStart,
    }),
  );
  await vi.waitFor(
    async () => {
      if (new Set((await readSessions(ledgers)).map(({ shardId }) => shardId)).size < SHARDS)
        throw new Error(`not every shard is being read\n${workers.map(lastWords).join('\n')}`);
    },
    { timeout: 180_000, interval: 500 },
  );

  const killing = killAtRandom(workers, {
    random,
    everyMs: length.killEveryMs,
    until: enoughKilled.signal,
  });
  const produced = await produce(kinesisAt(stack.kinesisEndpoint), {
    stream: 'words',
    until: AbortSignal.timeout(length.produceMs),
    perSecond: length.perSecond,
    partitionKeys: 64,
  });
  enoughKilled.abort();
  const kills = await killing;

  const endedAt = performance.now();
  await vi.waitFor(
    async () => {
      const missing = lost(produced, await readSessions(ledgers));
      if (missing.length > 0)
        throw new Error(
          [
            `${missing.length} records lost: ${missing[0] ?? ''}`,
            `leader: ${(await leaderOf(dynamodb, application)) ?? 'none'}`,
            ...(await listLeases(dynamodb, application)).map((lease) => JSON.stringify(lease)),
            ...workers.map(lastWords),
          ].join('\n'),
        );
    },
    { timeout: length.drainMs, interval: 1_000 },
  );
  const drainedMs = performance.now() - endedAt;
  await Promise.all(workers.map((worker) => worker.stop()));
  enough.abort();
  return {
    evidence: { produced, sessions: await readSessions(ledgers), stored: await stored },
    kills,
    startKills: (await Promise.all(startKills)).flat(),
    restarts: workers.reduce((sum, worker) => sum + worker.restarts(), 0),
    drainedMs,
  };
}

function flagsOf(id: string, at: number): string[] {
  // Small batches, so that there are many checkpoints between two kills; and often, so that what was left unread for a
  // while is soon made up for.
  const flags = [
    ...['--worker-id', id, '--failover-time', '3s'],
    ...['--max-records', '100', '--idle-time', '200ms'],
  ];
  // One starts its java again itself; the others hand their leases back, end, and are started again.
  return at === 0 ? [...flags, '--restart', 'on-failure', '--max-restarts', '1000'] : flags;
}

function lastWords({ id, lastWords: words }: KeptWorker): string {
  return `--- ${id} ---\n${words()}`;
}
