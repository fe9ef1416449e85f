import type { KinesisClientRecord } from '../processor/record.js';
import { ProtocolError, type IncomingMessage } from './messages.js';

type Fields = Readonly<Record<string, unknown>>;

/** A record as the daemon wrote it: null for what it does not know. */
export interface RecordFields {
  /** In base64. */
  readonly data: string | null;
  readonly partitionKey: string | null;
  readonly sequenceNumber: string | null;
  readonly subSequenceNumber: number | null;
  readonly approximateArrivalTimestamp: number | null;
}

type ToRecord = (fields: RecordFields) => KinesisClientRecord;

/**
 * Reads a message in whatever form JSON allows.
 *
 * @throws ProtocolError if the text is not a JSON object with an action, or a field has the wrong type.
 */
export function parseMessage(text: string, toRecord: ToRecord): IncomingMessage {
  const message = parseObject(text);
  const action = message['action'];
  switch (action) {
    case 'processRecords':
      return {
        action,
        records: parseRecords(message['records'], toRecord),
        millisBehindLatest: optional(message, 'millisBehindLatest', 'number'),
        release: () => undefined,
      };
    case 'checkpoint':
      return {
        action,
        sequenceNumber: optional(message, 'sequenceNumber', 'string'),
        subSequenceNumber: optional(message, 'subSequenceNumber', 'number'),
        error: optional(message, 'error', 'string'),
      };
    case 'initialize':
      return {
        action,
        shardId: optional(message, 'shardId', 'string'),
        sequenceNumber: optional(message, 'sequenceNumber', 'string'),
        subSequenceNumber: optional(message, 'subSequenceNumber', 'number'),
      };
    case 'leaseLost':
    case 'shardEnded':
    case 'shutdownRequested':
      return { action };
    default:
      if (typeof action !== 'string') throw unexpected('a message with an action', text);
      return { action: 'unknown', name: action };
  }
}

function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unexpected('a line of JSON', text);
  }
  if (!isFields(value)) throw unexpected('a JSON object', text);
  return value;
}

function parseRecords(records: unknown, toRecord: ToRecord): KinesisClientRecord[] {
  if (records === null || records === undefined) return [];
  if (!Array.isArray(records)) throw unexpected('a list of records', JSON.stringify(records));
  return records.map((record: unknown) => {
    if (!isFields(record)) throw unexpected('a record', JSON.stringify(record));
    return toRecord({
      data: optional(record, 'data', 'string'),
      partitionKey: optional(record, 'partitionKey', 'string'),
      sequenceNumber: optional(record, 'sequenceNumber', 'string'),
      subSequenceNumber: optional(record, 'subSequenceNumber', 'number'),
      approximateArrivalTimestamp: optional(record, 'approximateArrivalTimestamp', 'number'),
    });
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Kinds {
  string: string;
  number: number;
}

/** The daemon writes null for what it does not know. */
function optional<Kind extends keyof Kinds>(fields: Fields, name: string, kind: Kind): Kinds[Kind] | null {
  const value = fields[name] ?? null;
  if (value !== null && typeof value !== kind) {
    throw unexpected(`a ${kind} as ${name}`, JSON.stringify(value));
  }
  return value as Kinds[Kind] | null;
}

function unexpected(expected: string, got: string): ProtocolError {
  const excerpt = got.length > 200 ? `${got.slice(0, 200)}… (${got.length} characters)` : got;
  return new ProtocolError(`expected ${expected} from the daemon, got ${JSON.stringify(excerpt)}`);
}
