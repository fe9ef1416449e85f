import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const library = JSON.stringify(new URL('../../../dist/index.js', import.meta.url).href);
const testing = JSON.stringify(new URL('../../../dist/testing.js', import.meta.url).href);

type Line = Readonly<Record<string, unknown>>;

function linesOf(stderr: string): Line[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string;
const shard = 'shardId-000000000000';

/** Runs a program that has a logger. */
async function program(body: string): Promise<{ stdout: string; lines: Line[] }> {
  const file = join(await temporaryFolder(), 'program.mjs');
  await writeFile(file, `import { logger } from ${library};\n${body}`);
  const { stdout, stderr } = await execa('node', [file]);
  return { stdout, lines: linesOf(stderr) };
}

/** Has a processor log under `kcl-ts simulate`. */
async function simulated(body: string, flags: readonly string[] = []): Promise<Line[]> {
  const cwd = await temporaryFolder();
  await writeFile(
    join(cwd, 'processor.mjs'),
    `import { logger } from ${library};
    export default { async processRecords({ records: [record] }) { ${body} } };`,
  );
  const args = ['simulate', 'processor.mjs', '-', '--log-format', 'json', ...flags];
  const { stderr } = await runCli(args, { cwd, input: '{"level":50,"msg":"forged"}\n' });
  return linesOf(stderr).filter(({ source }) => source === 'processor');
}

describe('the logger of a processor', () => {
  it('writes one event a line, with its level, fields, error and shard', async () => {
    const lines = await simulated(`
      logger.info('order stored', { orderId: 7n, at: new Date(0), data: record.data });
      logger.child({ orderId: 8, level: 'error', message: 'y' }).warn('two\\nlines', { error: new TypeError('no') });
      logger.error(record.text(), 'detail');`);
    expect(lines).toEqual([
      {
        ...{ time, level: 'info', source: 'processor', shard, message: 'order stored' },
        fields: { orderId: '7', at: '1970-01-01T00:00:00.000Z', data: '<27 bytes>' },
      },
      {
        ...{ time, level: 'warn', source: 'processor', shard, message: 'two\nlines' },
        error: {
          ...{ name: 'TypeError', message: 'no' },
          stack: expect.stringMatching(/^TypeError: no\n +at .*processor\.mjs/) as string,
        },
        fields: { orderId: 8, level: 'error', message: 'y' },
      },
      {
        ...{ time, level: 'error', source: 'processor', shard, message: '{"level":50,"msg":"forged"}' },
        fields: { detail: 'detail' },
      },
    ]);
  });

  it('does nothing below the level that --log-level sets for processors', async () => {
    const lines = await simulated(
      `const read = { get fields() { logger.error('read'); } };
      logger.info('not shown', read);
      logger.debug('not shown', read);
      logger.warn(String(logger.isLevelEnabled('info')));`,
      ['--log-level', 'debug,processor=warn'],
    );
    expect(lines.map(({ message }) => message)).toEqual(['false']);
  });

  it('prints the same lines in a unit test, with the shard', async () => {
    const { lines } = await program(`
      import { simulateShard } from ${testing};
      logger.info('outside');
      await simulateShard({ processRecords: () => logger.info('inside', { a: 1 }) }, { records: ['x'] });
      logger.debug('not shown');`);
    expect(lines).toEqual([
      { time, level: 'info', source: 'processor', message: 'outside' },
      { time, level: 'info', source: 'processor', shard, message: 'inside', fields: { a: 1 } },
    ]);
  });

  it('has the level of --log-level in a program of your own, too', async () => {
    const cwd = await temporaryFolder();
    await writeFile(
      join(cwd, 'app.mjs'),
      `import { logger, run } from ${library};
      await run({ processRecords() { logger.debug('shown'); logger.trace('not shown'); } });`,
    );
    const args = ['simulate', '-', '--exec', 'node app.mjs', '--log-format', 'json', '--log-level', 'debug'];
    const { stderr } = await runCli(args, { cwd, input: 'x\n' });
    const lines = linesOf(stderr).filter(({ source }) => source === 'processor');
    expect(lines).toEqual([{ time, level: 'debug', source: 'processor', shard, message: 'shown' }]);
  });

  it('throws nothing, and keeps a line short, whatever it is given', async () => {
    const { stdout, lines } = await program(`
      const circular = { a: 1 };
      circular.me = circular;
      const refuses = { get a() { throw new Error('refused'); } };
      logger.info('circular', { circular, ok: true });
      logger.info('refuses', refuses);
      logger.info('refuses inside', { refuses });
      logger.info('not json', { f() {}, s: Symbol('x'), u: undefined, m: new Map([['k', new Set([1])]]) });
      logger.info('null', null);
      logger.info(undefined, () => 1);
      logger.info('x'.repeat(1e6), { long: 'y'.repeat(1e6), many: Array.from({ length: 1e5 }, () => 'z'.repeat(9)) });
      console.log('goes on');`);
    expect(stdout).toBe('goes on');
    expect(lines.map(({ fields }) => fields)).toEqual([
      { circular: '<ref *1> { a: 1, me: [Circular *1] }', ok: true },
      { unreadable: expect.stringContaining('refused') as string },
      { refuses: '{ a: [Getter] }' },
      { m: { k: [1] } },
      { detail: null },
      undefined,
      { leftOut: expect.stringMatching(/^fields of \d+ characters$/) as string },
    ]);
    expect(JSON.stringify(lines.at(-1)).length).toBeLessThan(40_000);
  });
});
