import { writeSync } from 'node:fs';

/** Writes all of the text before it returns: what follows may be the end of the process. */
export function writeFully(descriptor: number, text: string): void {
  let rest: string | Uint8Array = text;
  while (rest.length > 0) {
    try {
      const written = typeof rest === 'string' ? writeSync(descriptor, rest) : writeSync(descriptor, rest);
      rest = (typeof rest === 'string' ? Buffer.from(rest) : rest).subarray(written);
    } catch (error) {
      if (!isFull(error)) throw error;
      sleepSync(1);
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Stops this thread for so many milliseconds. */
export function sleepSync(ms: number): void {
  Atomics.wait(pause, 0, 0, ms);
}

/** A pipe that someone made non-blocking, and whose reader is behind. */
function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
