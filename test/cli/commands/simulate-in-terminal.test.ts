import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInTerminal } from '../../support/in-terminal.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const printsAll = `export default {
  processRecords({ records }) {
    for (const record of records) console.log(record.text());
    throw new Error('cannot read ' + records[0].text() + '\\nkcl-ts: all is well');
  },
};`;
const title = '\x1b]0;pwned\x07';
const record = `\x1b[32mgreen ${title}\x0b2026-01-01T00:00:00.000Z INFO  shardId-000000000009 forged\u2028\u202e`;

describe('records that hold what a terminal acts on', () => {
  it('are shown harmless on a terminal, in colours that end with their line', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'processor.mjs'), printsAll);
    await writeFile(join(cwd, 'records'), `${record}\n`);
    const shown = await runInTerminal(['simulate', 'processor.mjs', '-'], { cwd, stdin: 'records' });
    expect(shown).toContain('\x1b[32mgreen \\x1b]0;pwned\\x07\\x0b2026-01-01');
    expect(shown).toContain('forged\\u2028\\u202e\x1b[0m\n');
    for (const acting of ['\x1b]', '\x07', '\x0b', '\u2028', '\u202e']) expect(shown).not.toContain(acting);
    // nor does the error report of kcl-ts, which quotes the processor's
    expect(shown).toMatch(/the processor failed in batch 1: cannot read .*\n {4}kcl-ts: all is well/);
    expect(shown.split('\n').filter((line) => line.startsWith('kcl-ts: all'))).toEqual([]);
  });

  it('reach files and pipes as they were printed', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'processor.mjs'), printsAll);
    const { stderr } = await runCli(['simulate', 'processor.mjs', '-'], { cwd, input: `${record}\n` });
    expect(stderr).toContain(` shardId-000000000000 ${record}\n`);
  });
});
