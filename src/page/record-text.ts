import type { RecentRecord } from '../worker/observers/page/page-state.js';

type Data = Pick<RecentRecord, 'text' | 'base64' | 'bytes'>;

export interface RecordText {
  readonly kind: 'JSON' | 'text' | 'binary';
  /** In one line. */
  readonly short: string;
  /** As it is read best: JSON with indents, text as it is, bytes in hex beside what is ASCII. */
  readonly long: string;
}

const shortLength = 200;

/** The data of a record for a reader. */
export function recordText({ text, base64 }: Data): RecordText {
  if (text === undefined) return binary(base64 ?? '');
  const short = oneLine(text);
  const json = parsed(text);
  return json === undefined
    ? { kind: 'text', short, long: text }
    : { kind: 'JSON', short, long: JSON.stringify(json, undefined, 2) };
}

/** What only looks like JSON, such as a number, is a text; and so is what was cut. */
function parsed(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  const line = text
    .slice(0, shortLength * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > shortLength ? `${line.slice(0, shortLength)}…` : line;
}

const bytesInRow = 16;

function binary(base64: string): RecordText {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesInRow)
    rows.push(hexRow(at, bytes.subarray(at, at + bytesInRow)));
  const short = Array.from(bytes.subarray(0, 24), hex).join(' ');
  return { kind: 'binary', short: bytes.length > 24 ? `${short} …` : short, long: rows.join('\n') };
}

function hexRow(at: number, bytes: Uint8Array): string {
  const codes = Array.from(bytes, hex)
    .join(' ')
    .padEnd(bytesInRow * 3);
  const ascii = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'));
  return `${at.toString(16).padStart(4, '0')}  ${codes} ${ascii.join('')}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
