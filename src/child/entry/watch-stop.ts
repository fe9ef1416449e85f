import { closeSync, constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import type { ReportTarget } from '../reports/report-target.js';
import type { WatchStop } from '../shard-signal.js';

/**
 * Waits for the end of a FIFO that kcl-ts holds open until the worker is to stop: it comes as well when kcl-ts is killed.
 * All shards of the process share it, and it is opened when the first of them asks.
 */
export function createStopWatch(target: ReportTarget | undefined): WatchStop {
  const listeners = new Set<() => void>();
  let isWatching = false;
  let isStopping = false;
  const stop = (): void => {
    isStopping = true;
    for (const listener of [...listeners]) listener();
    listeners.clear();
  };
  return (onStop) => {
    if (target?.kind !== 'fifo') return () => undefined;
    if (!isWatching) watchEnd(target.stopPath, stop);
    isWatching = true;
    if (isStopping) onStop();
    else listeners.add(onStop);
    return () => void listeners.delete(onStop);
  };
}

function watchEnd(path: string, onEnd: () => void): void {
  let descriptor;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    // kcl-ts is gone, and its folder with it: the daemon will say so
    return;
  }
  // an end that came before this process has opened it is no event on Linux
  if (isAtEnd(descriptor)) {
    closeSync(descriptor);
    onEnd();
    return;
  }
  new Socket({ fd: descriptor, readable: true, writable: false })
    .on('error', () => undefined)
    .on('close', onEnd)
    .resume()
    .unref();
}

/** Nothing is ever written to it: where it has no end yet, there is nothing to read. */
function isAtEnd(descriptor: number): boolean {
  try {
    return readSync(descriptor, Buffer.alloc(1)) === 0;
  } catch {
    return false;
  }
}
