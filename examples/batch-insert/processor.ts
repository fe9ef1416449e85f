import { appendFile } from 'node:fs/promises';
import { batch } from 'kcl-ts';

const file = process.env['ROWS_FILE'] ?? 'rows.txt';

/** Writes up to 500 records at once, and none later than a second after it came. */
export default batch({ size: 500, everyMs: 1_000, retry: { attempts: 3 } }, async (records) => {
  const rows = records.map((record) => `${record.partitionKey},${record.text()}\n`);
  await appendFile(file, rows.join(''));
});
