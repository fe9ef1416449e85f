import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cli, runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { startInTerminal, type TerminalProgram } from '../../../support/terminal-program.js';

const throwsOnBad = fileURLToPath(new URL('fixtures/throws-on-bad.ts', import.meta.url));
const names = ['--stream', 'words', '--app', 'MyApp'];

async function runOn(columns: number, processor: string, records: readonly string[]) {
  const cwd = await temporaryFolder();
  await writeFile(
    join(cwd, 'prints.mjs'),
    `export default {
      async processRecords({ records, checkpointer }) {
        for (const record of records) console.log(record.text());
        await checkpointer.checkpoint(records.at(-1));
      },
    };`,
  );
  await writeFile(join(cwd, 'records.txt'), records.map((record) => `${record}\n`).join(''));
  return startInTerminal(
    [
      ...[process.execPath, cli, 'run', processor, ...names, '--ui'],
      ...['--local', '--shards', '4', '--records', 'records.txt'],
    ],
    { columns, cwd },
  );
}

function expectRestored({ terminal }: TerminalProgram): void {
  expect({ taken: terminal.isTaken(), cursor: terminal.hasCursor(), wraps: terminal.wraps() }).toEqual({
    taken: false,
    cursor: true,
    wraps: true,
  });
}

describe('run --ui on a terminal', () => {
  it('shows all shards, and the log below, and gives the terminal back at Ctrl-C', async () => {
    const records = Array.from({ length: 60 }, (_, index) => `${index} \u001b[2J\u001b[H 日本語`);
    const program = await runOn(80, 'prints.mjs', records);
    const { terminal } = program;
    const rows = [0, 1, 2, 3].map((shard) => `shardId-0{11}${shard} +caught up +[\\d.]+ +0s .* ago +0\\n`);
    await program.shows(
      new RegExp(
        `^stream words   app MyApp   worker .*java running .*records/s\\n\\nSHARD .*\\n${rows.join('')}── log [^]*\\\\x1b\\[2J\\\\x1b\\[H 日本語`,
      ),
    );
    program.resize(200, 40);
    await program.shows(/^stream words.*\n\nSHARD +STATE +OWNER .*SEQUENCE NUMBER +ERRORS\n[^]*── log /);
    program.type('\u0003');
    expect(await program.result).toEqual({ exitCode: 0, settings: 'kept' });
    expectRestored(program);
    expect(terminal.all()).toMatch(
      /^stream words .*java ended.*\nSHARD .*\n(shardId-.* ended .*\n){4}[^]* 日本語\n[^]*stopping: each processor [^]*shutdownRequested/m,
    );
    const { count, seconds } = program.frames();
    expect(count).toBeGreaterThan(3);
    expect(count / seconds).toBeLessThanOrEqual(10);
  }, 90_000);

  it('leaves the table, the end of the log and the error when a processor fails', async () => {
    const program = await runOn(120, throwsOnBad, ['good', 'bad']);
    expect(await program.result).toEqual({ exitCode: 1, settings: 'kept' });
    expectRestored(program);
    expect(program.terminal.all()).toMatch(
      /SHARD .*\n(shardId-.*\n)*shardId-\d+ +failed [^]*\n[^]* ERROR [^]*the processor failed in processRecords[^]*\nkcl-ts: /,
    );
  }, 90_000);
});

describe('run --ui elsewhere', () => {
  const missing = ['run', './missing.ts', ...names, '--local', '--ui'];
  const noTable = /^warning: --ui has no effect: (.*)\n/;

  it('says that there is no terminal, and goes on with the log', async () => {
    const { stderr } = await runCli(missing, { cwd: await temporaryFolder(), env: { CI: '' } });
    expect(stderr).toMatch(noTable);
    expect(stderr).toMatch(/neither stderr nor stdout is a terminal[^]*missing\.ts/);
  });

  it.each([
    ['TERM', 'dumb', 'TERM=dumb says that the terminal cannot be drawn on'],
    ['CI', 'true', 'CI is set, where nobody looks at a terminal'],
  ])('says that it is not wanted where %s is %s', async (name, value, why) => {
    const program = startInTerminal([process.execPath, cli, ...missing], {
      cwd: await temporaryFolder(),
      env: { [name]: value, NO_COLOR: '1' },
    });
    await program.result;
    expect(noTable.exec(program.terminal.all().replace(/\n(?! )/, ' \n'))?.[1]).toContain(why.slice(0, 40));
    expect(program.terminal.all()).toContain('missing.ts');
  });

  it('is refused for a program, which tells nothing of its shards', async () => {
    const { stderr, exitCode } = await runCli(['run', '--exec', 'cat', ...names, '--local', '--ui']);
    expect(stderr).toContain('--ui needs a processor file, got the program cat');
    expect(exitCode).toBe(2);
  });
});
