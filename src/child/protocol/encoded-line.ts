/** Where a record's data comes from. */
export interface DataSource {
  /** The bytes between two places of it. */
  read(start: number, end: number): Buffer;
}

/** A line whose base64 is decoded piece by piece, as records are asked for it. */
export class EncodedLine implements DataSource {
  #bytes: Buffer;
  /** How many pieces nobody has asked for yet. */
  #unread = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  expect(pieces: number): void {
    this.#unread += pieces;
  }

  read(start: number, end: number): Buffer {
    this.#unread--;
    const base64 = this.#bytes.toString('latin1', start, end);
    const data = Buffer.from(base64, 'base64');
    return data.length === decodedLength(base64)
      ? data
      : readEscaped(this.#bytes.toString('utf8', start, end));
  }

  /** The bytes are about to be overwritten: keeps what may still be asked for. */
  detach(): void {
    if (this.#unread > 0) this.#bytes = Buffer.from(this.#bytes);
  }
}

/** What base64 with padding decodes to, if there is nothing else in it. */
function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

/** Jackson escapes nothing in base64, but JSON would let it. */
function readEscaped(text: string): Buffer {
  return Buffer.from(String(JSON.parse(`"${text}"`)), 'base64');
}
