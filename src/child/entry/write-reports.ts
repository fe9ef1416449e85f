import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { encodeChildEvent, type ChildEvent, type ProgressEvent } from '../event.js';
import { encodeFrames } from '../reports/frames.js';
import { markLine } from '../reports/marked-line.js';
import type { ReportTarget } from '../reports/report-target.js';
import { sleepSync, writeFully } from './write-fully.js';

/** Reports to kcl-ts before it returns: what follows may be the end of the process. */
export type WriteReport = (event: ChildEvent) => void;

export function openReports(target: ReportTarget): WriteReport {
  if (target.kind === 'stderr') {
    return (event) => writeFully(2, markLine(target.secret, encodeChildEvent(event)));
  }
  let descriptor: number;
  try {
    // Without O_NONBLOCK it would wait for a reader; and a full FIFO would stop the shard as long as nobody reads.
    descriptor = openSync(target.path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // kcl-ts is gone, and with it whoever wants reports
    return () => undefined;
  }
  const fifo = new FifoWriter(descriptor);
  return (event) => fifo.report(event);
}

/** How long a report may wait for a kcl-ts that does not read; after that none waits until it reads again. */
const patienceMs = 5_000;
const retryMs = 100;

class FifoWriter {
  readonly #sender = senderId();
  readonly #waiting = new Map<string, ProgressEvent>();
  #descriptor: number | undefined;
  #patienceMs = patienceMs;
  #retry: NodeJS.Timeout | undefined;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  report(event: ChildEvent): void {
    if (event.type === 'progress') {
      this.#waiting.set(event.shardId, event);
      this.#writeProgress();
      return;
    }
    // an end says all that progress would have said
    if (event.type === 'ended') this.#waiting.delete(event.shardId);
    this.#writeProgress();
    this.#write(event, this.#patienceMs);
  }

  /** The newest progress of a shard is worth sending later, but no waiting. */
  #writeProgress(): void {
    clearTimeout(this.#retry);
    for (const [shardId, event] of this.#waiting) {
      if (!this.#write(event, 0)) {
        this.#retry = setTimeout(() => this.#writeProgress(), retryMs).unref();
        return;
      }
      this.#waiting.delete(shardId);
    }
  }

  /** Whether all of it was written, or nobody will ever read it. */
  #write(event: ChildEvent, patience: number): boolean {
    let giveUpAt: number | undefined;
    for (const frame of encodeFrames(this.#sender, encodeChildEvent(event))) {
      while (!this.#writeFrame(frame)) {
        giveUpAt ??= performance.now() + patience;
        if (performance.now() >= giveUpAt) {
          if (patience > 0) this.#patienceMs = 0;
          return false;
        }
        sleepSync(1);
      }
      this.#patienceMs = patienceMs;
    }
    return true;
  }

  /** Whether there was room for it: a frame goes in as a whole or not at all. */
  #writeFrame(frame: Buffer): boolean {
    if (this.#descriptor === undefined) return true;
    try {
      writeSync(this.#descriptor, frame);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return false;
      // EPIPE: kcl-ts is gone. The daemon decides what becomes of the shard.
      closeSync(this.#descriptor);
      this.#descriptor = undefined;
    }
    return true;
  }
}

/**
 * The process, and which of its writers. Not from node:crypto: loading that takes a tenth of the time in which a shard's
 * process starts.
 */
function senderId(): string {
  const writer = Math.floor(Math.random() * 36 ** 3);
  return process.pid.toString(36).padStart(5, '0') + writer.toString(36).padStart(3, '0');
}
