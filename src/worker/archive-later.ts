import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isGone, processIdentity } from '../maven/cache/process-identity.js';
import { lowerPriority, start } from '../processes.js';
import type { WorkerEvents } from './event-bus.js';

export interface ArchiveLater {
  /** The program that makes the archive, and its arguments. */
  readonly command: readonly string[];
  /** Where the archives lie. */
  readonly folder: string;
  /** Aborted when the worker stops: that ends it. */
  readonly stop: AbortSignal;
  readonly say: (message: string) => void;
}

/** A stop is asked for twice, this far apart, for it to be taken as `now`. Milliseconds. */
const SECOND_REQUEST_MS = 250;

/** Making an archive takes some 10 s, a minute on a busy machine: a lock of this age is nobody's. */
const OLD_LOCK_MS = 600_000;

/**
 * Makes a class archive for later runs in the background of this one, from the first records on and at a low priority.
 * One worker at a time does.
 *
 * @returns what ends it, and waits until it has ended
 */
export function makeArchiveLater(events: WorkerEvents, options: ArchiveLater): () => Promise<void> {
  let making: Promise<void> | undefined;
  const forget = events.subscribe('the class archive', {
    progress({ records }) {
      if (records === 0 || options.stop.aborted) return;
      forget();
      making = makeArchive(options).catch(() => undefined);
    },
  });
  return async () => {
    forget();
    await making;
  };
}

async function makeArchive({
  command: [program = '', ...args],
  folder,
  stop,
  say,
}: ArchiveLater): Promise<void> {
  const unlock = await lock(folder);
  if (unlock === undefined) return;
  try {
    if (stop.aborted) return;
    say('making a class archive in the background: later runs start sooner');
    // A group of its own: Ctrl-C in a terminal is for the worker, which ends what it has started.
    const { child, ending } = start(program, args, { detached: true, stdio: ['ignore', 'ignore', 'ignore'] });
    lowerPriority(child.pid);
    let again: NodeJS.Timeout | undefined;
    const end = (): void => {
      child.kill('SIGTERM');
      again = setTimeout(() => child.kill('SIGTERM'), SECOND_REQUEST_MS);
    };
    stop.addEventListener('abort', end, { once: true });
    await ending;
    clearTimeout(again);
    stop.removeEventListener('abort', end);
  } finally {
    await unlock();
  }
}

/** @returns what gives the lock back; undefined if another worker has it, or the folder cannot be written */
async function lock(folder: string): Promise<(() => Promise<void>) | undefined> {
  const file = join(folder, 'local.lock');
  try {
    await mkdir(folder, { recursive: true });
    if (await isLeft(file)) await rm(file, { force: true });
    const handle = await open(file, 'wx');
    await handle.writeFile(processIdentity());
    await handle.close();
    return () => rm(file, { force: true });
  } catch {
    return undefined;
  }
}

/** Whether who made the lock is gone without a word. */
async function isLeft(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return false;
  if (Date.now() - found.mtimeMs > OLD_LOCK_MS) return true;
  return isGone(await readFile(file, 'utf8').catch(() => ''));
}
