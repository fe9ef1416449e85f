import { closeSync, open } from 'node:fs';
import { promisify } from 'node:util';
import type { Descriptors } from '../pipe.js';

const openFile = promisify(open);

/**
 * Opens both pipes of a shard. Not on this thread: a FIFO is open only once it is at its other end.
 *
 * @throws Error of the system's
 */
export async function openEnds(inputPath: string, outputPath: string): Promise<Descriptors> {
  const input = await openFile(inputPath, 'r');
  try {
    return { input, output: await openFile(outputPath, 'w') };
  } catch (error) {
    closeSync(input);
    throw error;
  }
}
