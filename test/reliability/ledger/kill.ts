import { setTimeout as sleep } from 'node:timers/promises';
import { between, pick, type Random } from '../random.js';
import type { KeptWorker, Role } from './keep-running.js';

export interface Kill {
  readonly role: Role | 'start';
  readonly signal: 'SIGKILL' | 'SIGTERM';
}

export interface KillRequest {
  readonly random: Random;
  /** Least and most time between two. */
  readonly everyMs: readonly [number, number];
  /** Aborted when there have been enough. */
  readonly until: AbortSignal;
}

/** Kills processes of the workers, one at a time, at random moments. Resolves with what it has killed. */
export async function killAtRandom(
  workers: readonly KeptWorker[],
  { random, everyMs, until }: KillRequest,
): Promise<Kill[]> {
  const kills: Kill[] = [];
  const pause = (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal: until }).catch(() => undefined);
  await pause(between(random, ...everyMs));
  while (!until.aborted) {
    const role = pick(random, ['kcl-ts', 'java', 'processor'] as const);
    const worker = pick(random, random() < 0.75 ? await busy(workers) : workers);
    const kill: Kill = { role, signal: pick(random, ['SIGKILL', 'SIGTERM']) };
    const pids = await worker.pids(role);
    if (pids.length === 0 || !send(kill.signal, pick(random, pids))) {
      // Somebody else, then.
      await pause(100);
      continue;
    }
    kills.push(kill);
    await pause(between(random, ...everyMs));
  }
  return kills;
}

export interface StartKillRequest {
  readonly random: Random;
  readonly withinMs: number;
  /** Aborted when there have been enough. */
  readonly until: AbortSignal;
}

/**
 * Kills a worker at a random moment of its start: its kcl-ts, its java, or all of it as when a machine is lost. Resolves
 * with what it has killed, which is nothing if the worker has ended before.
 */
export async function killStart(
  worker: KeptWorker,
  { random, withinMs, until }: StartKillRequest,
): Promise<Kill[]> {
  await sleep(between(random, 0, withinMs), undefined, { signal: until }).catch(() => undefined);
  if (until.aborted) return [];
  const role = pick(random, ['kcl-ts', 'java', 'all'] as const);
  const some = role === 'all' ? [] : await worker.pids(role);
  const killed = (some.length > 0 ? some : await stopAll(worker)).filter((pid) => send('SIGKILL', pid));
  return killed.length > 0 ? [{ role: 'start', signal: 'SIGKILL' }] : [];
}

/** Suspends all processes of a worker, also those that one of them has only just started: none sees another one's end. */
async function stopAll(worker: KeptWorker): Promise<number[]> {
  const stopped = new Set<number>();
  for (;;) {
    const more = (await worker.pids()).filter((pid) => !stopped.has(pid));
    if (more.length === 0) return [...stopped];
    for (const pid of more) {
      send('SIGSTOP', pid);
      stopped.add(pid);
    }
  }
}

/** Those that read shards have most to lose; all of them if none does. */
async function busy(workers: readonly KeptWorker[]): Promise<readonly KeptWorker[]> {
  const processors = await Promise.all(workers.map((worker) => worker.pids('processor')));
  const found = workers.filter((_, at) => processors[at]?.length);
  return found.length > 0 ? found : workers;
}

/** False if it has ended by itself meanwhile. */
function send(signal: NodeJS.Signals, pid: number): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
