import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { lineOf, logFields } from '../../../src/logs/format/fields.js';
import type { LogEvent } from '../../../src/logs/log-event.js';

/** With all that an event may have. */
const full: LogEvent = {
  ...{ time: new Date(0), level: 'info', source: 'kcl', logger: 'a.B', message: 'x' },
  ...{ shard: 's', shards: ['s'], error: { stack: 'E' }, fields: { a: 1 } },
};

it('docs/logs.md has the fields of a line, in their order', async () => {
  const page = await readFile(new URL('../../../docs/logs.md', import.meta.url), 'utf8');
  const [, table = ''] = /^\| field \|.*\n\|-.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
  const rows = table.trimEnd().split('\n');
  expect(rows).toEqual(Object.entries(logFields).map(([name, what]) => `| \`${name}\` | ${what} |`));
  expect(Object.keys(lineOf(full, 'worker'))).toEqual(Object.keys(logFields));
});
