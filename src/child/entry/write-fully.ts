import { writeSync } from 'node:fs';
import { isFull, sleepSync } from '../pipe.js';

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
