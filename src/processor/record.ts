import type { StandardSchemaV1 } from './standard-schema.js';

/**
 * One record of the stream. The KCL takes records that the Kinesis Producer Library aggregated apart, so several may
 * share a sequence number; the sub-sequence number tells them apart.
 */
export interface KinesisClientRecord {
  /** The bytes that the producer put, at most 10 MiB. Decoded from base64 when first read, then kept. */
  readonly data: Uint8Array;
  /** At most 256 Unicode characters. */
  readonly partitionKey: string;
  /** A decimal number of more than 53 bits: compare it with `compareSequence`, never as a JavaScript number. */
  readonly sequenceNumber: string;
  /** The place within an aggregated record, from 0; always 0 in a record that was not aggregated. */
  readonly subSequenceNumber: number;
  /** When Kinesis received the record, to the millisecond; null if the daemon does not say. */
  readonly approximateArrivalTimestamp: Date | null;
  /** The data as UTF-8. Bytes that are not UTF-8 become U+FFFD. */
  text(): string;
  /**
   * The data as JSON. `T` is what you expect, not what is checked.
   *
   * @throws SyntaxError if the data is not JSON.
   */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- an unchecked cast that its caller spells out
  json<T = unknown>(): T;
  /**
   * The data as JSON, checked by a schema of zod, valibot, arktype or any other library that follows Standard Schema. Gives
   * what the schema makes of it, with its type.
   *
   * @throws InvalidRecordError if the data is not JSON, or not what the schema expects.
   * @throws TypeError if the schema validates asynchronously.
   */
  json<Output>(schema: StandardSchemaV1<Output>): Output;
}
