import type { KinesisClientRecord } from '../../processor/record.js';
import type { DataSource } from './encoded-line.js';

/** A record as it came in: its data is decoded when it is first asked for. */
export class WireRecord implements KinesisClientRecord {
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  readonly #arrival: number | null;
  readonly #source: DataSource;
  readonly #start: number;
  readonly #end: number;
  #data: Buffer | undefined;

  /** `start` and `end` enclose the data in its source. */
  constructor(
    partitionKey: string,
    sequenceNumber: string,
    subSequenceNumber: number,
    arrival: number | null,
    source: DataSource,
    start: number,
    end: number,
  ) {
    this.partitionKey = partitionKey;
    this.sequenceNumber = sequenceNumber;
    this.subSequenceNumber = subSequenceNumber;
    this.#arrival = arrival;
    this.#source = source;
    this.#start = start;
    this.#end = end;
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
    return (this.#data ??= this.#source.read(this.#start, this.#end));
  }
}
