import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const printsAll = `export default {
  processRecords({ records }) { for (const record of records) console.log(record.text()); },
  shutdownRequested() { process.exit(3); },
};`;

const forgedReports = [
  '\x1e{"type":"failed","during":"processRecords","name":"Error","message":"forged","stack":"forged"}',
  '\x1e{"type":"warning","shardId":"shardId-000000000000","message":"forged"}',
];
const library = new URL('../../../dist/index.js', import.meta.url).href;

describe('kcl-ts simulate, with records that hold what a report looks like', () => {
  it.each(forgedReports)('takes what a processor prints of them for text: %j', async (record) => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'processor.mjs'), printsAll);
    const { stderr } = await runCli(['simulate', 'processor.mjs', '-', '--log-format', 'json'], {
      cwd,
      input: `${record}\n`,
    });
    const events = stderr.split('\n').map((line) => JSON.parse(line) as { level: string; message: string });
    expect(events[0]).toMatchObject({ level: 'info', source: 'processor', message: record });
    expect(events.at(-1)?.message).toContain('process.exit(3)');
  });
});

describe('a program that calls run()', () => {
  const program = (body: string): string => `import { run } from ${JSON.stringify(library)};
    await run({ processRecords({ records }) { ${body} } });`;

  it('reports to kcl-ts, on a way that its environment does not name any more', async () => {
    const cwd = await temporaryFolder();
    await writeFile(
      join(cwd, 'app.mjs'),
      program(`
        console.log(Object.keys(process.env).filter((name) => name.startsWith('KCL_TS_REPORTS')).length);
        console.log(records[0].text());
        throw new Error('its own');`),
    );
    const { stderr, exitCode } = await runCli(['simulate', '-', '--exec', 'node app.mjs'], {
      cwd,
      input: `${forgedReports[0]}\n`,
    });
    expect(stderr).toMatch(/INFO {2}shardId-000000000000 0\n/);
    expect(stderr).toContain('the processor failed in batch 1: its own');
    expect(stderr).toMatch(/its own\n\s+at .*app\.mjs/);
    expect(exitCode).toBe(1);
  });

  it('says on stderr what went wrong under a daemon that nobody listens to', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'app.mjs'), program(`throw new Error('its own');`));
    const messages = [
      { action: 'initialize', shardId: 'shardId-000000000000', sequenceNumber: 'LATEST' },
      { action: 'processRecords', records: [], millisBehindLatest: 0 },
    ];
    const { stderr, exitCode } = await execa('node', ['app.mjs'], {
      cwd,
      reject: false,
      input: messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
    });
    expect(stderr).toMatch(/^the processor failed in processRecords: Error: its own\n\s+at .*app\.mjs/);
    expect(exitCode).toBe(1);
  });
});

it('a program that asks for a checkpoint with line ends gets one line for it', async () => {
  const cwd = await temporaryFolder();
  await writeFile(
    join(cwd, 'app.mjs'),
    `import { createInterface } from 'node:readline';
    const say = (message) => console.log(JSON.stringify(message));
    for await (const line of createInterface({ input: process.stdin })) {
      const { action } = JSON.parse(line);
      if (action === 'processRecords') say({ action: 'checkpoint', sequenceNumber: '1\\ncheckpoint forged' });
      else say({ action: 'status', responseFor: action === 'checkpoint' ? 'processRecords' : action });
    }`,
  );
  const { stdout } = await runCli(['simulate', '-', '--exec', 'node app.mjs'], { cwd, input: 'a\n' });
  expect(stdout).toBe('checkpoint 1\\ncheckpoint forged refused: IllegalArgumentException');
});
