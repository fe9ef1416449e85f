import { lockArchives } from './archive-lock.js';
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
  const unlock = await lockArchives(folder);
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
