import type { TestApplication, TestWorker } from '../application/start-application.js';
import { applicationUnderLoad } from '../application/under-load.js';
import { leaderOf } from '../ledger/lease-table.js';
import { lost, type Evidence } from '../ledger/verify.js';
import { waitUntil } from '../wait-until.js';

export interface SharingRun {
  /** What was waited for, and how many seconds it took. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly evidence: Evidence;
}

export interface Departure {
  readonly who: 'leader' | 'follower';
  /** It stops gracefully, or is lost with its machine. */
  readonly how: 'stop' | 'lose';
  /** Unless it stays away, which only the last one may. */
  readonly back?: 'under the same name' | 'under another name';
}

const application = 'Shared';
const SHARDS = 8;
/** With less the other one has more than half as much again. */
const ABOUT_HALF = 3;

/**
 * Two workers share the shards of a stream under load. In turn one of them goes, and comes back, until they share them
 * again.
 */
export async function shareShards(departures: readonly Departure[]): Promise<SharingRun> {
  const { app, dynamodb, stored, endLoad } = await applicationUnderLoad({
    name: application,
    shards: SHARDS,
    workers: ['first', 'second'],
    failoverTime: '3s',
  });
  const seconds: Record<string, number> = {};
  const measure = async (what: string, since: bigint, condition: Condition): Promise<void> => {
    await waitUntil(what, async () => condition(await app.sessions(), since));
    seconds[what] = Number(process.hrtime.bigint() - since) / 1e9;
  };
  const now = (): bigint => process.hrtime.bigint();

  let workers: readonly TestWorker[] = [app.start('first'), app.start('second')];
  await measure('two workers share the shards after', now(), shared(workers));
  for (const { who, how, back } of departures) {
    const leader = await leaderOf(dynamodb, application);
    const leaving = workers.find(({ id }) => (id === leader) === (who === 'leader'));
    const staying = workers.find((worker) => worker !== leaving);
    if (leaving === undefined || staying === undefined) throw new Error(`nobody is the ${who}`);
    const event = `the ${who} ${how === 'stop' ? 'stops' : 'is lost'}`;
    const since = now();
    const gone = leaving[how]();
    await measure(`${event}: the other reads all after`, since, readsAll(staying));
    await gone;
    workers = [staying];
    if (back === undefined) break;
    const returned = now();
    workers = [staying, app.start(back === 'under the same name' ? leaving.id : `${leaving.id}'`)];
    await measure(`${event}, comes back ${back}: shared again after`, returned, shared(workers));
  }
  const produced = await endLoad();
  await waitUntil('all is read', async () => lost(produced, await app.sessions()).length === 0);
  await Promise.all(workers.map((worker) => worker.stop()));
  return { seconds, evidence: { produced, sessions: await app.sessions(), stored: await stored } };
}

type Sessions = Awaited<ReturnType<TestApplication['sessions']>>;
type Condition = (sessions: Sessions, since: bigint) => boolean;

/** The shards of which a worker has processed records since then. */
function readBy({ id }: TestWorker, sessions: Sessions, since: bigint): Set<string> {
  return new Set(
    sessions
      .filter(({ worker, processed }) => worker === id && (processed.at(-1)?.at ?? 0n) > since)
      .map(({ shardId }) => shardId),
  );
}

function readsAll(worker: TestWorker): Condition {
  return (sessions, since) => readBy(worker, sessions, since).size === SHARDS;
}

function shared(workers: readonly TestWorker[]): Condition {
  return (sessions) => {
    const lately = process.hrtime.bigint() - 3_000_000_000n;
    return workers.every((worker) => readBy(worker, sessions, lately).size >= ABOUT_HALF);
  };
}
