import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Context } from '../context.js';
import { KclTsError, messageOf, systemCode } from '../errors.js';
import type { LineFormat } from './line-format.js';
import { parseRecords } from './parse-records.js';
import type { NewRecord } from './record.js';

export interface RecordSource {
  readonly records: AsyncIterable<NewRecord> | Iterable<NewRecord>;
  /** Of a file: its bytes, and how many of them were taken so far. Undefined for what has no size that is known. */
  readonly size?: { readonly bytes: number; readonly taken: () => number };
  /** Ends the reading, also of an input that never ends by itself. */
  close(): void;
}

export interface OpenOptions {
  /** How a line is read; as what it describes or else as data, unless set. */
  readonly format?: LineFormat;
  /** What takes the file, for errors: `--records`, `FILE`. */
  readonly named: string;
}

/**
 * The records of a file, or of standard input for `-`. A file is opened at once, so that a wrong name fails before
 * anything is started, and read as the records are taken.
 *
 * @throws KclTsError RECORDS_INVALID
 */
export async function openRecords(
  file: string,
  { cwd }: Pick<Context, 'cwd'>,
  { format, named }: OpenOptions,
): Promise<RecordSource> {
  if (file === '-') {
    // Only now: whoever touches stdin opens it.
    const { stdin } = await import('node:process');
    return fromStream(stdin, 'standard input', format);
  }
  try {
    const handle = await open(resolve(cwd, file));
    const status = await handle.stat();
    if (!status.isDirectory()) {
      const input = handle.createReadStream();
      const source = fromStream(input, file, format);
      return status.isFile()
        ? { ...source, size: { bytes: status.size, taken: () => input.bytesRead } }
        : source;
    }
    await handle.close();
  } catch (cause) {
    const why = systemCode(cause) === 'ENOENT' ? 'it does not exist' : messageOf(cause);
    throw new KclTsError('RECORDS_INVALID', `cannot read the records of ${file}: ${why}`, {
      hint: `${named} takes the path of a file, relative to ${cwd}, or - for standard input`,
      cause,
    });
  }
  throw new KclTsError('RECORDS_INVALID', `cannot read the records of ${file}: it is a folder`, {
    hint: `${named} takes the path of a file with one record a line, or - for standard input`,
  });
}

function fromStream(input: Readable, name: string, format: LineFormat | undefined): RecordSource {
  return { records: parseRecords(input, name, format), close: () => void input.destroy() };
}
