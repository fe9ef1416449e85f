import type { Record } from '../record.js';

/** A record as it came in: the base64 is decoded when the data is first asked for. */
export class WireRecord implements Record {
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  readonly #arrival: number | null;
  #data: string | Buffer;

  constructor(
    data: string,
    partitionKey: string,
    sequenceNumber: string,
    subSequenceNumber: number,
    arrival: number | null,
  ) {
    this.#data = data;
    this.partitionKey = partitionKey;
    this.sequenceNumber = sequenceNumber;
    this.subSequenceNumber = subSequenceNumber;
    this.#arrival = arrival;
  }

  get data(): Uint8Array {
    return this.#bytes();
  }

  get approximateArrivalTimestamp(): Date | null {
    return this.#arrival === null ? null : new Date(this.#arrival);
  }

  text(): string {
    return this.#bytes().toString('utf8');
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as in the interface
  json<T = unknown>(): T {
    return JSON.parse(this.text()) as T;
  }

  #bytes(): Buffer {
    if (typeof this.#data === 'string') this.#data = Buffer.from(this.#data, 'base64');
    return this.#data;
  }
}
