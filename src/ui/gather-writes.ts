export interface GatheredWrites {
  write(text: string): void;
  /** How much waits, here and in the stream: bytes, or for text that was written just now its length. */
  readonly waiting: number;
}

/**
 * Makes one write of all that is written before the event loop goes on. A log's lines come by the hundred, with what was
 * read at once, and a call of the system for each costs more than to read it and to make it.
 */
export function gatherWrites(stream: NodeJS.WritableStream): GatheredWrites {
  let gathered = '';
  const flush = (): void => {
    const text = gathered;
    gathered = '';
    stream.write(text);
  };
  return {
    write(text) {
      if (gathered === '') queueMicrotask(flush);
      gathered += text;
    },
    get waiting() {
      return gathered.length + lengthOf(stream);
    },
  };
}

function lengthOf(stream: NodeJS.WritableStream): number {
  return 'writableLength' in stream && typeof stream.writableLength === 'number' ? stream.writableLength : 0;
}
