import type { KinesisClientRecord } from '../processor/record.js';
import type { IncomingMessage, OutgoingMessage, ProcessRecordsMessage } from './messages.js';
import { parseMessage, type RecordFields } from './parse-message.js';
import { EncodedText, WireRecord } from './wire-record.js';

/**
 * Reads one line of the daemon's, without its end. If the message goes on using the line, it is held until the message
 * is released.
 *
 * @throws ProtocolError if the line is not a JSON object with an action, or a field has the wrong type.
 */
export function decodeMessage(line: Buffer, hold: () => () => void): IncomingMessage {
  return scanBatch(line, hold) ?? parseMessage(line.toString('utf8'), toRecord);
}

/**
 * One line, its end included. Field by field: the daemon does not recognise a message with a field more than it
 * knows (Jackson's FAIL_ON_UNKNOWN_PROPERTIES) and would wait for good.
 */
export function encodeMessage(message: OutgoingMessage): string {
  if (message.action === 'status') {
    return `{"action":"status","responseFor":${JSON.stringify(message.responseFor)}}\n`;
  }
  const { action, sequenceNumber, subSequenceNumber } = message;
  return `${JSON.stringify({ action, sequenceNumber, subSequenceNumber })}\n`;
}

/**
 * Reads a line of records in the one form in which the daemon writes it: Jackson, fields in the order of their
 * declaration in JsonFriendlyRecord. Most of such a line is base64, which a JSON parser copies twice; here it is only
 * stepped over, and decoded from the line when it is asked for.
 *
 * Takes nothing for granted: at the first byte that differs it gives up, and the line needs a whole parse.
 */
export function scanBatch(bytes: Buffer, hold: () => () => void): ProcessRecordsMessage | undefined {
  const text = new EncodedText(bytes);
  const records: WireRecord[] = [];
  let at = literal(bytes, 0, opening);
  do {
    const data = literal(bytes, at, beforeData);
    const dataEnd = endOfData(bytes, data);
    const key = literal(bytes, dataEnd, beforeKey);
    const keyEnd = endOfText(bytes, key);
    const sequence = literal(bytes, keyEnd, beforeSequence);
    const sequenceEnd = endOfDigits(bytes, sequence);
    const arrival = literal(bytes, sequenceEnd, beforeArrival);
    const arrivalEnd = endOfNumber(bytes, arrival);
    const sub = literal(bytes, arrivalEnd, beforeSub);
    const subEnd = endOfNumber(bytes, sub);
    at = literal(bytes, subEnd, afterRecord);
    if (at === none) return undefined;
    // one call for both: decoding costs more by the call than by the byte
    const texts = bytes.toString('latin1', key, sequenceEnd);
    const isAscii = !hasHighByte(bytes, key, keyEnd);
    records.push(
      new WireRecord(
        isAscii ? texts.slice(0, keyEnd - key) : bytes.toString('utf8', key, keyEnd),
        texts.slice(sequence - key),
        numberAt(bytes, sub, subEnd) ?? 0,
        numberAt(bytes, arrival, arrivalEnd),
        text,
        data,
        dataEnd,
      ),
    );
  } while (bytes[at++] === comma);
  const behind = literal(bytes, at - 1, beforeBehind);
  const behindEnd = endOfNumber(bytes, behind);
  if (behindEnd === none || !closings.includes(bytes.toString('latin1', behindEnd))) return undefined;
  text.expect(records.length);
  const giveBack = hold();
  const release = (): void => {
    text.detach();
    giveBack();
  };
  const millisBehindLatest = numberAt(bytes, behind, behindEnd);
  return { action: 'processRecords', records, millisBehindLatest, release };
}

const opening = Buffer.from('{"action":"processRecords","records":[');
const beforeData = Buffer.from('{"data":"');
const beforeKey = Buffer.from('","partitionKey":"');
const beforeSequence = Buffer.from('","sequenceNumber":"');
const beforeArrival = Buffer.from('","approximateArrivalTimestamp":');
const beforeSub = Buffer.from(',"subSequenceNumber":');
const afterRecord = Buffer.from(',"action":"record"}');
const beforeBehind = Buffer.from('],"millisBehindLatest":');
/** On Windows the daemon ends its lines with a carriage return and a line feed. */
const closings = ['}', '}\r'];
const noNumber = Buffer.from('null');

const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const nine = 0x39;
const backslash = 0x5c;
const firstPrintable = 0x20;

/** Instead of a place in the line. Every function here that is given it gives it back. */
const none = -1;

/** The place after the literal. */
function literal(bytes: Buffer, at: number, expected: Buffer): number {
  if (at === none) return none;
  for (let i = 0; i < expected.length; i++) {
    if (bytes[at + i] !== expected[i]) return none;
  }
  return at + expected.length;
}

/** The place of the quote after it. One that follows a backslash may be part of the string: base64 has neither. */
function endOfData(bytes: Buffer, at: number): number {
  if (at === none) return none;
  const end = bytes.indexOf(quote, at);
  return end === -1 || bytes[end - 1] === backslash ? none : end;
}

/** The place of the quote after it, if what lies between stands for itself. */
function endOfText(bytes: Buffer, at: number): number {
  if (at === none) return none;
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === quote) return i;
    if (byte === backslash || byte < firstPrintable) return none;
  }
  return none;
}

function hasHighByte(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i] ?? 0) > 0x7f) return true;
  return false;
}

/** The place of what follows the decimal digits. */
function endOfDigits(bytes: Buffer, at: number): number {
  if (at === none) return none;
  let end = at;
  for (let byte = bytes[end] ?? 0; byte >= zero && byte <= nine; byte = bytes[end] ?? 0) end++;
  return end;
}

/** The place after a whole number from 0, or null, that JavaScript holds exactly. */
function endOfNumber(bytes: Buffer, at: number): number {
  const end = endOfDigits(bytes, at);
  if (end === at) return literal(bytes, at, noNumber);
  const isExact = end - at === 1 || (bytes[at] !== zero && end - at <= 15);
  return isExact ? end : none;
}

function numberAt(bytes: Buffer, at: number, end: number): number | null {
  let value = 0;
  for (let i = at; i < end; i++) {
    const digit = (bytes[i] ?? 0) - zero;
    if (digit > 9) return null;
    value = value * 10 + digit;
  }
  return value;
}

/** A record of a line that had to be parsed. */
function toRecord(fields: RecordFields): KinesisClientRecord {
  const data = Buffer.from(JSON.stringify(fields.data ?? '').slice(1, -1));
  return new WireRecord(
    fields.partitionKey ?? '',
    fields.sequenceNumber ?? '',
    fields.subSequenceNumber ?? 0,
    fields.approximateArrivalTimestamp,
    new EncodedText(data),
    0,
    data.length,
  );
}
