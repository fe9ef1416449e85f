import { applicationUnderLoad } from '../application/under-load.js';
import { lost, type Evidence } from '../ledger/verify.js';
import type { Session } from '../ledger/sessions.js';
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
  const { app, stored, endLoad } = await applicationUnderLoad({
    name: application,
    shards: SHARDS,
    workers: WORKERS,
    failoverTime,
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
  const produced = await endLoad();
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
