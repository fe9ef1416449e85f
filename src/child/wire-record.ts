import type { KinesisClientRecord } from '../processor/record.js';
import { readJson } from './read-json.js';

/** A record as it came in: its data is decoded when it is first asked for. */
export class WireRecord implements KinesisClientRecord {
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  readonly #arrival: number | null;
  readonly #text: EncodedText;
  readonly #start: number;
  readonly #end: number;
  #data: Buffer | undefined;

  /** `start` and `end` enclose the data in its text. */
  constructor(
    partitionKey: string,
    sequenceNumber: string,
    subSequenceNumber: number,
    arrival: number | null,
    text: EncodedText,
    start: number,
    end: number,
  ) {
    this.partitionKey = partitionKey;
    this.sequenceNumber = sequenceNumber;
    this.subSequenceNumber = subSequenceNumber;
    this.#arrival = arrival;
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  /** The number of bytes of a record's data, which need not be decoded for it; to be asked before its batch is released. */
  static sizeOf(record: KinesisClientRecord): number {
    if (!(#data in record) || record.#data !== undefined) return record.data.length;
    return record.#text.sizeOf(record.#start, record.#end);
  }

  get data(): Buffer {
    return (this.#data ??= this.#text.read(this.#start, this.#end));
  }

  get approximateArrivalTimestamp(): Date | null {
    return this.#arrival === null ? null : new Date(this.#arrival);
  }

  text(): string {
    return this.data.toString('utf8');
  }

  json(schema?: Parameters<typeof readJson>[1]): never {
    return readJson(this, schema) as never;
  }
}

/** Text whose base64 is decoded piece by piece, as records are asked for it: a line of the daemon's. */
export class EncodedText {
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
    const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
    if (data.length === (base64.length / 4) * 3 - padding) return data;
    // Jackson escapes nothing in base64, but JSON would let it
    const escaped = this.#bytes.toString('utf8', start, end);
    return Buffer.from(String(JSON.parse(`"${escaped}"`)), 'base64');
  }

  /** How many bytes `read` gives. */
  sizeOf(start: number, end: number): number {
    let padding = 0;
    while (padding < 2 && this.#bytes[end - 1 - padding] === equals) padding++;
    return ((end - start) / 4) * 3 - padding;
  }

  /** The bytes are about to be overwritten: keeps what may still be asked for. */
  detach(): void {
    if (this.#unread > 0) this.#bytes = Buffer.from(this.#bytes);
  }
}

/** What base64 is padded with. */
const equals = 0x3d;
