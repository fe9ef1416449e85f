import type { TestWorker } from '../application/start-application.js';
import { applicationUnderLoad } from '../application/under-load.js';
import { lost, type Evidence } from '../ledger/verify.js';
import { waitUntil } from '../wait-until.js';
import { takenFromTheLiving, watchLeases } from './owners.js';
import { startStockWorker } from './stock-worker.js';

export interface StockRun {
  /** What was waited for, and how many seconds it took. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Leases that were taken from a worker that renewed them, a sentence each. */
  readonly taken: readonly string[];
  readonly evidence: Evidence;
}

type Kind = 'stock' | 'kcl-ts';
type Worker = Pick<TestWorker, 'id' | 'stop'>;

const application = 'Beside';
const SHARDS = 4;
const FAILOVER_MS = 3_000;
const other: Readonly<Record<Kind, Kind>> = { stock: 'kcl-ts', 'kcl-ts': 'stock' };

/**
 * Each names the one of two workers that stops, a stock worker or one of kcl-ts; what is left reads on, and another one of
 * the other kind joins it. The first leases are dealt out or free.
 */
export async function besideStock(first: Kind, stops: readonly Kind[]): Promise<StockRun> {
  const { app, stack, dynamodb, stored, endLoad } = await applicationUnderLoad({
    name: application,
    shards: SHARDS,
    workers: [],
    failoverTime: `${FAILOVER_MS / 1_000}s`,
  });
  const done = new AbortController();
  const watching = watchLeases(dynamodb, application, done.signal);
  const stoppedAtMs = new Map<string, number>();
  const seconds: Record<string, number> = {};
  const running: Partial<Record<Kind, Worker>> = {};
  const started = { stock: 0, 'kcl-ts': 0 };
  const readBy = async (kind: Kind, since: bigint): Promise<Set<string>> => {
    const sessions = (await app.sessions()).filter(({ worker }) => worker === running[kind]?.id);
    const reading = sessions.filter(({ processed }) => (processed.at(-1)?.at ?? 0n) > since);
    return new Set(reading.map(({ shardId }) => shardId));
  };
  const start = async (kind: Kind): Promise<void> => {
    const id = `${kind}-${++started[kind]}`;
    running[kind] =
      kind === 'kcl-ts'
        ? app.start(id)
        : await startStockWorker({ id, application, stack, failoverMs: FAILOVER_MS, ledgers: app.ledgers });
  };
  const stop = async (kind: Kind): Promise<void> => {
    const worker = running[kind];
    if (worker === undefined) throw new Error(`no worker of ${kind} runs`);
    stoppedAtMs.set(worker.id, performance.now());
    await worker.stop();
    Reflect.deleteProperty(running, kind);
  };
  const shared = async (): Promise<boolean> => {
    const lately = process.hrtime.bigint() - 3_000_000_000n;
    const shares = await Promise.all([readBy('stock', lately), readBy('kcl-ts', lately)]);
    return shares.every(({ size }) => size > 0) && shares[0].size + shares[1].size >= SHARDS;
  };
  const measure = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    seconds[what] = (await waitUntil(what, isSo)) / 1_000;
  };
  const readsAll = async (kind: Kind, what: string): Promise<void> => {
    const since = process.hrtime.bigint();
    await measure(
      `${what}: ${kind} reads all after`,
      async () => (await readBy(kind, since)).size === SHARDS,
    );
  };

  await start(first);
  await readsAll(first, `${first} starts alone`);
  for (const [at, leaving] of stops.entries()) {
    const staying = other[leaving];
    const newcomer = running.stock === undefined ? 'stock' : 'kcl-ts';
    await start(newcomer);
    await measure(`${at + 1}: both read after`, shared);
    await stop(leaving);
    await readsAll(staying, `${at + 1}: ${leaving} stops`);
  }
  const produced = await endLoad();
  await waitUntil('all is read', async () => lost(produced, await app.sessions()).length === 0);
  done.abort();
  const seen = await watching;
  for (const kind of Object.keys(running)) await stop(kind as Kind);
  return {
    seconds,
    taken: takenFromTheLiving(seen, { failoverMs: FAILOVER_MS, stoppedAtMs }),
    evidence: { produced, sessions: await app.sessions(), stored: await stored },
  };
}
