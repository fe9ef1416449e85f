const newline = 0x0a;
const startSize = 64 * 1024;

/**
 * Cuts a byte stream into lines, in a buffer that grows to the longest line and stays.
 *
 * A line is a view of that buffer, valid during the call. Who needs it for longer holds it, and gives it back when
 * done; lines that arrive meanwhile go to a buffer of their own.
 */
export class LineSplitter {
  readonly #onLine: (line: Buffer) => void;
  #buffer: Buffer = Buffer.allocUnsafeSlow(startSize);
  #length = 0;
  #spare: Buffer | undefined;

  constructor(onLine: (line: Buffer) => void) {
    this.#onLine = onLine;
  }

  /** Calls back for each line that the chunk completes; empty lines do not count. */
  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#append(chunk, start, end);
      start = end + 1;
      const length = this.#length;
      this.#length = 0;
      if (length > 0) this.#onLine(this.#buffer.subarray(0, length));
    }
    this.#append(chunk, start, chunk.length);
  }

  /** Keeps the current line as it is until the returned function is called. Only one line can be held at a time. */
  hold(): () => void {
    const held = this.#buffer;
    this.#buffer = this.#spare ?? Buffer.allocUnsafeSlow(startSize);
    this.#spare = undefined;
    return () => {
      // between two messages nothing is on its way, and the buffer that has grown takes its place again
      if (this.#length > 0) {
        this.#spare = held;
        return;
      }
      this.#spare = this.#buffer;
      this.#buffer = held;
    };
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(length, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    chunk.copy(this.#buffer, this.#length, start, end);
    this.#length = length;
  }
}
