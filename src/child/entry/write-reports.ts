import { constants, openSync } from 'node:fs';
import { encodeChildEvent, type ChildEvent, type ProgressEvent } from '../event.js';
import { PipeWriter } from '../pipe.js';
import { encodeFrames } from '../reports/frames.js';
import { markLine } from '../reports/marked-line.js';
import type { ReportTarget } from '../reports/report-target.js';
import { writeFully } from './write-fully.js';

/** Where a process reports to. All of its shards share it. */
export interface Reports {
  send(event: ChildEvent): void;
  /** Blocks the thread until everything is out or the time is over: what follows is the end of the process. */
  flush(withinMs: number): void;
}

export function openReports(target: ReportTarget): Reports {
  if (target.kind === 'stderr') {
    return {
      send: (event) => writeFully(2, markLine(target.secret, encodeChildEvent(event))),
      flush: () => undefined,
    };
  }
  try {
    // Without O_NONBLOCK it would wait for a reader.
    return new FifoReports(openSync(target.path, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch {
    // kcl-ts is gone, and with it whoever wants reports
    return { send: () => undefined, flush: () => undefined };
  }
}

/** So much may wait for a kcl-ts that does not read; what comes after is dropped. */
const longestBacklog = 1024 * 1024;

class FifoReports implements Reports {
  readonly #sender = senderId();
  readonly #fifo: PipeWriter;
  /** The newest progress of each shard, if there was no room for it. */
  readonly #progress = new Map<string, ProgressEvent>();

  constructor(descriptor: number) {
    this.#fifo = new PipeWriter(descriptor);
  }

  send(event: ChildEvent): void {
    if (event.type === 'progress') {
      this.#sendProgress(event);
      return;
    }
    // a view may miss some, and nothing waits for it
    if (event.type === 'sample' && this.#fifo.waitingBytes > 0) return;
    // an end says all that progress would have said
    if (event.type === 'ended') this.#progress.delete(event.shardId);
    if (this.#fifo.waitingBytes < longestBacklog) this.#write(event);
  }

  flush(withinMs: number): void {
    this.#fifo.flush(withinMs);
  }

  #sendProgress(event: ProgressEvent): void {
    if (this.#fifo.waitingBytes === 0) {
      this.#write(event);
      return;
    }
    const { size } = this.#progress;
    this.#progress.set(event.shardId, event);
    if (size === 0) void this.#fifo.drained().then(() => this.#sendWaitingProgress());
  }

  #sendWaitingProgress(): void {
    const events = [...this.#progress.values()];
    this.#progress.clear();
    for (const event of events) this.#sendProgress(event);
  }

  /** POSIX writes a frame as a whole or not at all. */
  #write(event: ChildEvent): void {
    for (const frame of encodeFrames(this.#sender, encodeChildEvent(event))) this.#fifo.write(frame);
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
