import { dynamodbAt, kinesisAt } from '../../support/aws.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { startApplication } from '../application/start-application.js';
import { dealLeases, watchCheckpoints } from '../ledger/lease-table.js';
import { lost, type Evidence } from '../ledger/verify.js';
import type { Session } from '../ledger/sessions.js';
import { produce } from '../produce.js';
import { waitUntil } from '../wait-until.js';

export interface StopsRun {
  /** In each round: from the request to stop until the last worker was gone. */
  readonly seconds: readonly number[];
  /** Shards for which a processor started after all workers had been asked to stop, a sentence each. */
  readonly startedAgain: readonly string[];
  /** Records that were processed more than once, a sentence each. */
  readonly twice: readonly string[];
  readonly evidence: Evidence;
}

export interface StopsRequest {
  readonly rounds: number;
  readonly failoverTime: string;
  /** Whether a worker reads what is left in the end. Otherwise the evidence lacks that. */
  readonly readRest: boolean;
}

const application = 'Stopped';
const SHARDS = 8;
const WORKERS = ['first', 'second', 'third'];

/** Three workers share eight shards under load, and are all stopped together; in each round again. */
export async function stopTogether({ rounds, failoverTime, readRest }: StopsRequest): Promise<StopsRun> {
  const stack = await embeddedStack({ shards: SHARDS, application });
  const { env, flags } = against(stack);
  const dynamodb = dynamodbAt(stack.dynamodbEndpoint);
  const done = new AbortController();
  const stored = watchCheckpoints(dynamodb, application, done.signal);
  const producing = produce(kinesisAt(stack.kinesisEndpoint), {
    stream: 'words',
    until: done.signal,
    perSecond: 100,
    partitionKeys: 512,
    bytes: 256,
  });
  await dealLeases(dynamodb, application, WORKERS);
  const app = await startApplication({
    name: application,
    env,
    flags: [...flags, '--failover-time', failoverTime],
  });
  const seconds: number[] = [];
  const startedAgain: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const since = process.hrtime.bigint();
    const workers = WORKERS.map((id) => app.start(id));
    await waitUntil(
      'all shards are read',
      async () => readSince(await app.sessions(), since).size === SHARDS,
    );
    const stoppedAt = process.hrtime.bigint();
    // A worker that ends with anything but 0 rejects.
    await Promise.all(workers.map((worker) => worker.stop()));
    seconds.push(Number(process.hrtime.bigint() - stoppedAt) / 1e9);
    const late = (await app.sessions()).filter(({ startedAt }) => startedAt > stoppedAt);
    startedAgain.push(
      ...late.map(({ worker, shardId }) => `round ${round}: ${worker} started ${shardId} again`),
    );
  }
  done.abort();
  const produced = await producing;
  const since = process.hrtime.bigint();
  if (readRest) {
    const last = app.start('first');
    await waitUntil('all is read', async () => lost(produced, await app.sessions()).length === 0);
    await last.stop();
  }
  const sessions = await app.sessions();
  const graceful = sessions.filter(({ startedAt }) => startedAt < since);
  return {
    seconds,
    startedAgain,
    twice: processedTwice(graceful),
    evidence: { produced, sessions, stored: await stored },
  };
}

/** The shards of which records have been processed since then. */
function readSince(sessions: readonly Session[], since: bigint): Set<string> {
  const reading = sessions.filter(({ processed }) => (processed.at(-1)?.at ?? 0n) > since);
  return new Set(reading.map(({ shardId }) => shardId));
}

function processedTwice(sessions: readonly Session[]): string[] {
  const by = new Map<number, string>();
  return sessions.flatMap(({ worker, shardId, processed }) =>
    processed.flatMap(({ number }) => {
      const before = by.get(number);
      by.set(number, worker);
      return before === undefined ? [] : [`record ${number} of ${shardId}: by ${before} and by ${worker}`];
    }),
  );
}
