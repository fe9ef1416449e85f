import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Context } from '../../context.js';
import { KclTsError, messageOf, systemCode } from '../../errors.js';
import type { LocalRecord } from './local-record.js';
import { parseRecords } from './parse-records.js';
import { sampleRecords } from './sample-records.js';

export interface LocalRecords {
  readonly records: AsyncIterable<LocalRecord> | Iterable<LocalRecord>;
  /** Ends the reading, also of an input that never ends by itself. */
  close(): void;
}

/**
 * The records of a file, of standard input for `-`, or the sample if undefined. A file is opened at once, so that a
 * wrong name fails before anything is started, and read as the records are taken.
 *
 * @throws KclTsError RECORDS_INVALID
 */
export async function openRecords(
  file: string | undefined,
  { cwd }: Pick<Context, 'cwd'>,
): Promise<LocalRecords> {
  if (file === undefined) return { records: sampleRecords(), close: () => undefined };
  if (file === '-') {
    // Only now: whoever touches stdin opens it.
    const { stdin } = await import('node:process');
    return fromStream(stdin, 'standard input');
  }
  try {
    const handle = await open(resolve(cwd, file));
    if (!(await handle.stat()).isDirectory()) return fromStream(handle.createReadStream(), file);
    await handle.close();
  } catch (cause) {
    const why = systemCode(cause) === 'ENOENT' ? 'it does not exist' : messageOf(cause);
    throw new KclTsError('RECORDS_INVALID', `cannot read the records of ${file}: ${why}`, {
      hint: `--records takes the path of a file, relative to ${cwd}, or - for standard input`,
      cause,
    });
  }
  throw new KclTsError('RECORDS_INVALID', `cannot read the records of ${file}: it is a folder`, {
    hint: '--records takes the path of a file with one record a line, or - for standard input',
  });
}

function fromStream(input: Readable, name: string): LocalRecords {
  return { records: parseRecords(input, name), close: () => void input.destroy() };
}
