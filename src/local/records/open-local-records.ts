import type { Context } from '../../context.js';
import { openRecords, type RecordSource } from '../../records/open-records.js';
import { sampleRecords } from './sample-records.js';

/**
 * The records of --records, or the sample if none were named.
 *
 * @throws KclTsError RECORDS_INVALID
 */
export async function openLocalRecords(
  file: string | undefined,
  context: Pick<Context, 'cwd'>,
): Promise<RecordSource> {
  if (file === undefined) return { records: sampleRecords(), close: () => undefined };
  return await openRecords(file, context, { named: '--records' });
}
