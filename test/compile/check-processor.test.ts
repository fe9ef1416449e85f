import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { built } from '../child/support/start-processor.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const { startCheck } = await built<typeof import('../../src/compile/check-processor.js')>(
  'compile/check-processor.js',
);
const { compileProcessor } = await built<typeof import('../../src/compile/compile-processor.js')>(
  'compile/compile-processor.js',
);

async function check(source: string, timeoutMs?: number) {
  const folder = await temporaryFolder();
  const file = join(folder, 'processor.ts');
  await writeFile(file, source);
  const { entry, hooks, missing } = await compileProcessor({ file, outDir: folder });
  const started = startCheck({
    cwd: folder,
    env: process.env,
    node: process.execPath,
    hooks,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return started.load({ entry, missing, file: './processor.ts' });
}

describe('a processor that loads', () => {
  it.each([
    ['class', 'export default class { processRecords() {} }'],
    ['class', 'export default class { processRecords = () => {}; }'],
    ['class', 'class Base { processRecords() {} } export default class extends Base {}'],
    [
      'class',
      'export default class { constructor() { throw new Error("not made in a check") } processRecords() {} }',
    ],
    ['object', 'export default { processRecords() {} }'],
    ['factory', 'export default ({ shardId }) => ({ processRecords() {} })'],
    ['factory', 'export default async function make() { throw new Error("not called in a check"); }'],
    [
      'self-running',
      'import { run } from "kcl-ts"; await run({ processRecords() {} }); console.log("later");',
    ],
    [
      'self-running',
      'import { run } from "kcl-ts"; void run(class { processRecords() {} }); setInterval(() => {}, 1000);',
    ],
    [
      'object',
      'console.log("{}"); process.stdout.write("noise"); export default { processRecords() {} }; setInterval(() => {}, 1000);',
    ],
  ])('is known as %s: %s', async (shape, source) => {
    expect(await check(source)).toEqual({ shape, warnings: [] });
  });
});

describe('a processor that cannot be used', () => {
  it.each([
    ['export const processRecords = () => {};', 'only exports named processRecords'],
    ['console.log(1);', 'no export at all'],
    ['export default { processRecord() {} };', 'an object with processRecord'],
    ['export default class Words { process() {} initialize() {} }', 'a class Words with process, initialize'],
    ['export default "text";', "the string 'text'"],
    ['export default null;', 'null'],
    ['import { run } from "kcl-ts"; void run({} as never);', 'an object with nothing in it'],
  ])('%s is described', async (source, got) => {
    await expect(check(source)).rejects.toMatchObject({
      code: 'PROCESSOR_INVALID',
      exitCode: 5,
      message: expect.stringMatching(/^\.\/processor\.ts: expected .*processRecords, got /) as string,
      hint: expect.stringContaining('export default class') as string,
    });
    await expect(check(source)).rejects.toThrow(`got ${got}`);
  });

  it('because it throws is shown with its place in the source and what it printed', async () => {
    const source =
      'console.log("starting up");\n\nconst config: { a?: { b: number } } = {};\nconsole.log(config.a!.b);';
    await expect(check(source)).rejects.toMatchObject({
      code: 'PROCESSOR_INVALID',
      message: expect.stringMatching(
        /failed while it was loaded: TypeError: Cannot read properties of undefined/,
      ) as string,
      details: expect.stringMatching(/processor\.ts:4:\d+\)?[^]*starting up/) as string,
    });
  });

  it.each([
    ['process.exit(0);', 'called process.exit(0)'],
    ['setImmediate(() => { throw new Error("astray"); }); await new Promise(() => {});', 'astray'],
    ['await new Promise(() => {});', 'top-level await never settles'],
    ['process.kill(process.pid, "SIGKILL"); await new Promise(() => {});', 'killed by SIGKILL'],
  ])('because of %s', async (source, message) => {
    await expect(check(source)).rejects.toThrow(message);
  });

  it('because it imports what is not there, with the place and how to install it', async () => {
    await expect(check("const a = 1;\nimport { b } from 'missing-package';\nb(a);")).rejects.toMatchObject({
      code: 'PROCESSOR_INVALID',
      message: 'the processor ./processor.ts imports missing-package, which is not there',
      details: expect.stringMatching(/processor\.ts:2:18:\n {2}2 \| import/) as string,
      hint: 'install it: npm install missing-package',
    });
  });

  it('because it imports a file of its own that is not there', async () => {
    await expect(check("import './missing.js';")).rejects.toMatchObject({
      message: 'the processor ./processor.ts imports ./missing.js, which is not there',
      hint: 'correct the path, or create the file',
    });
  });

  it('later, because of an import that only comes then, is warned about', async () => {
    const source = "export default { processRecords() { return import('missing-package'); } };";
    const { warnings } = await check(source);
    expect(warnings).toEqual([
      expect.stringMatching(/^missing-package is not there.*npm install missing-package/),
    ]);
    const optional =
      "export default { async processRecords() { try { await import('missing-package'); } catch {} } };";
    expect((await check(optional)).warnings).toEqual([]);
  });

  it('because it takes too long to load', async () => {
    await expect(check('setInterval(() => {}, 1000); await new Promise(() => {});', 1500)).rejects.toThrow(
      'could not be loaded: it was not loaded within 1.5 s',
    );
  });
});
