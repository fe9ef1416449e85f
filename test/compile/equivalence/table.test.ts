import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { chapters } from './projects/index.js';
import { tableOf } from './table.js';

const page = new URL('../../../docs/processor.md', import.meta.url);
const [start, end] = ['<!-- the rows are those of test/compile/equivalence -->', '<!-- end of the rows -->'];

/** `UPDATE_TABLE=1 npx vitest run test/compile/equivalence/table.test.ts` writes it. */
it('the table of docs/processor.md has a row for each project that is tried, and says what is expected of it', async () => {
  const text = await readFile(page, 'utf8');
  const table = `${start}\n\n${tableOf(chapters)}\n\n${end}`;
  const [before = '', rest = ''] = text.split(start);
  const [, after = ''] = rest.split(end);
  if (process.env['UPDATE_TABLE'] !== undefined) await writeFile(page, before + table + after);
  else expect(text).toBe(before + table + after);
});

it('no two rows are named alike', () => {
  const names = chapters.flatMap(({ projects }) => projects.map(({ what }) => what));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(40);
});
