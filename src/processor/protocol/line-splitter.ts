const newline = 0x0a;

/**
 * Cuts a byte stream into lines. What it hands out is valid until the next `push`.
 */
export class LineSplitter {
  #buffer = Buffer.allocUnsafeSlow(64 * 1024);
  #length = 0;
  readonly #onLine: (line: Buffer) => void;

  constructor(onLine: (line: Buffer) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) break;
      this.#append(chunk, start, end);
      const line = this.#buffer.subarray(0, this.#length);
      this.#length = 0;
      if (line.length > 0) this.#onLine(line);
      start = end + 1;
    }
    this.#append(chunk, start, chunk.length);
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const needed = this.#length + end - start;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    chunk.copy(this.#buffer, this.#length, start, end);
    this.#length = needed;
  }
}
