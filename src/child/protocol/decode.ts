import type { KinesisClientRecord } from '../../processor/record.js';
import { ProtocolError, type IncomingMessage } from './messages.js';
import { scanBatch } from './scan-batch.js';
import { WireRecord } from './wire-record.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one line of the daemon's, without its end. If the message goes on using the line, it is held until the message
 * is released.
 *
 * @throws ProtocolError if the line is not a JSON object with an action, or a field has the wrong type.
 */
export function decodeMessage(line: Buffer, hold: () => () => void): IncomingMessage {
  const batch = scanBatch(line);
  if (batch) {
    const { records, millisBehindLatest, line: encoded } = batch;
    const giveBack = hold();
    const release = (): void => {
      encoded.detach();
      giveBack();
    };
    return { action: 'processRecords', records, millisBehindLatest, release };
  }
  const text = line.toString('utf8');
  const message = parseObject(text);
  const action = message['action'];
  switch (action) {
    case 'processRecords':
      return {
        action,
        records: decodeRecords(message['records']),
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

function decodeRecords(records: unknown): KinesisClientRecord[] {
  if (records === null || records === undefined) return [];
  if (!Array.isArray(records)) throw unexpected('a list of records', JSON.stringify(records));
  return records.map((record: unknown) => {
    if (!isFields(record)) throw unexpected('a record', JSON.stringify(record));
    const data = optional(record, 'data', 'string') ?? '';
    return new WireRecord(
      optional(record, 'partitionKey', 'string') ?? '',
      optional(record, 'sequenceNumber', 'string') ?? '',
      optional(record, 'subSequenceNumber', 'number') ?? 0,
      optional(record, 'approximateArrivalTimestamp', 'number'),
      { read: () => Buffer.from(data, 'base64') },
      0,
      0,
    );
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
