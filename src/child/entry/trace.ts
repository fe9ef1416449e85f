import { appendFileSync } from 'node:fs';
import { extname } from 'node:path';

/**
 * Appends the protocol's lines to a file: milliseconds since the start, `in` or `out`, the line. Such a file can be
 * replayed, and holds the records' data.
 */
export class Trace {
  readonly #file: string;
  readonly #start = performance.now();
  #path: string | undefined;
  #early = '';

  constructor(file: string) {
    this.#file = file;
  }

  /** What comes before the shard is known waits for it: each shard has a file of its own. */
  useShard(shardId: string): void {
    if (this.#path !== undefined) return;
    this.#path = pathFor(this.#file, shardId);
    appendFileSync(this.#path, this.#early);
    this.#early = '';
  }

  line(direction: 'in' | 'out', line: string): void {
    const entry = `${Math.round(performance.now() - this.#start)} ${direction} ${line.trimEnd()}\n`;
    if (this.#path === undefined) this.#early += entry;
    else appendFileSync(this.#path, entry);
  }
}

/** `trace.log` becomes `trace-shardId-000000000000.log`. */
function pathFor(file: string, shardId: string): string {
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}-${shardId}${extension}`;
}
