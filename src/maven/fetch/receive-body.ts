import { finished } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import { describeFailure } from './http-connection.js';
import type { FetchLimits } from '../jar-settings.js';
import type { Setback, TransferOptions } from './attempt.js';

/** Writes a body to the part file as it comes. Undefined when the part is complete then. */
export async function receiveBody(
  body: Dispatcher.ResponseData['body'],
  { jar, part, limits, advance }: TransferOptions,
): Promise<Setback | undefined> {
  part.beginPiece();
  const tooSlow = watchPace(limits);
  let total = part.received;
  let stop: Setback | undefined;
  let writing: Promise<void> | undefined;
  const waiting: Buffer[] = [];
  // What comes while a write is under way goes with the next one: few large writes instead of one for each TLS record.
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) await part.write(...waiting.splice(0));
    writing = undefined;
  };
  // By events, each chunk as it comes: a stream that breaks off drops what it holds for a reader that is not ready.
  body.on('data', (chunk: Buffer) => {
    if (stop) return;
    total += chunk.length;
    if (total > jar.size) {
      stop = { reason: `sends more than the ${jar.size} bytes of the jar`, retry: false, wrongContent: true };
    } else {
      waiting.push(chunk);
      if (!writing) {
        writing = writeAll();
        writing.catch((error: unknown) => body.destroy(asError(error)));
      }
      advance(chunk.length);
      if (total < jar.size && tooSlow(chunk.length)) {
        stop = { reason: `sends less than ${limits.slowestBytesPerSecond} bytes a second`, retry: true };
      }
    }
    if (stop) body.destroy();
  });
  const broken = await finished(body).catch((error: unknown) => error);
  await writing;
  if (stop?.wrongContent) await startOver({ part, advance });
  if (stop ?? part.complete) return stop;
  if (broken !== undefined) return describeFailure(broken);
  return { reason: `ended after ${part.received} of ${jar.size} bytes`, retry: true };
}

/** Says of each chunk whether the last stretch of time as a whole was too slow. */
function watchPace({ stallMillis, slowestBytesPerSecond }: FetchLimits): (bytes: number) => boolean {
  let since = performance.now();
  let received = 0;
  return (bytes) => {
    received += bytes;
    const elapsed = performance.now() - since;
    if (elapsed < stallMillis) return false;
    if (received / (elapsed / 1000) < slowestBytesPerSecond) return true;
    since = performance.now();
    received = 0;
    return false;
  };
}

/** Forgets what was received, in the file and in the display of progress. */
export async function startOver({ part, advance }: Pick<TransferOptions, 'part' | 'advance'>): Promise<void> {
  if (part.received === 0) return;
  advance(-part.received);
  await part.restart();
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
