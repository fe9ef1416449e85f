import { once } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it, vi } from 'vitest';
import { built } from '../child/support/start-processor.js';
import { markProcesses } from '../support/marked-processes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const { childFlags } = await built<typeof import('../../src/child/command.js')>('child/command.js');
const { compileProcessor } = await built<typeof import('../../src/compile/compile-processor.js')>(
  'compile/compile-processor.js',
);

type Files = Readonly<Record<string, string>>;

const esm = JSON.stringify({ type: 'module' });

async function project(files: Files): Promise<string> {
  const folder = join(await temporaryFolder(), 'project');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function compile(folder: string, file: string): Promise<string[]> {
  const outDir = await temporaryFolder();
  const { entry, hooks } = await compileProcessor({ file: join(folder, file), outDir });
  expect(dirname(hooks)).toBe(outDir);
  return [...childFlags, '--require', hooks, entry.path];
}

/** Compiles a file of a project and gives what it prints. */
async function run(files: Files, file: string): Promise<string> {
  return runIn(await project(files), file);
}

async function runIn(folder: string, file: string): Promise<string> {
  const before = await listing(folder);
  const { stdout } = await execa(process.execPath, await compile(folder, file), { cwd: '/' });
  expect(await listing(folder)).toEqual(before);
  return stdout;
}

const listing = async (folder: string) => (await readdir(folder, { recursive: true })).sort();

describe('a processor is compiled', () => {
  it.each(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'])('from a %s file', async (extension) => {
    const cjs = extension.startsWith('.c');
    const exports = cjs
      ? 'exports.a = 1; console.log(typeof module)'
      : 'export const a = 1; console.log("object")';
    expect(await run({ 'package.json': esm, [`p${extension}`]: exports }, `p${extension}`)).toBe('object');
  });

  it('with the modules, JSON files and tsconfig paths of the project', async () => {
    const printed = await run(
      {
        'package.json': esm,
        'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@lib/*': ['./lib/*'] } } }),
        'p.ts': `import { a } from './a.js';
          import { b } from '@lib/b';
          import config from './config.json' with { type: 'json' };
          const c = await Promise.resolve(config.c);
          console.log(a, b, c);`,
        'a.ts': 'export const a: string = "a";',
        'lib/b.ts': 'export enum B { b = "b" } export const { b } = B;',
        'config.json': '{"c":"c"}',
      },
      'p.ts',
    );
    expect(printed).toBe('a b c');
  });

  it('with packages loaded from where they are, ESM and CommonJS, by their exports', async () => {
    const printed = await run(
      {
        'package.json': esm,
        'p.ts': `import esm, { where } from 'esm';
          import cjs from 'cjs';
          import * as bare from 'no-manifest';
          import { inner } from '@scope/pkg/inner';
          import { readFileSync } from 'fs';
          const lazy = await import('esm');
          console.log(esm, where, cjs.named, bare.x, inner, lazy.where === where, typeof readFileSync);`,
        'node_modules/esm/package.json': JSON.stringify({
          type: 'module',
          exports: { import: './index.js', module: './wrong.js', require: './wrong.js' },
          module: './wrong.js',
        }),
        'node_modules/esm/index.js':
          'export default "esm"; export const where = import.meta.url.split("/").at(-3);',
        'node_modules/esm/wrong.js': 'throw new Error("for bundlers");',
        'node_modules/cjs/package.json': JSON.stringify({ main: 'main.js', module: 'wrong.js' }),
        // a name that node cannot find in the text: it is of the default
        'node_modules/cjs/main.js': 'for (const name of ["named"]) exports[name] = name;',
        'node_modules/cjs/wrong.js': 'throw new Error("for bundlers");',
        'node_modules/no-manifest/index.js': 'module.exports = { x: require("esm-or-not") };',
        'node_modules/esm-or-not/index.cjs': '',
        'node_modules/esm-or-not/package.json': '{"main":"main.js"}',
        'node_modules/esm-or-not/main.js': 'module.exports = "nested";',
        'node_modules/@scope/pkg/package.json': JSON.stringify({ exports: { './inner': './lib/inner.mjs' } }),
        'node_modules/@scope/pkg/lib/inner.mjs': 'export const inner = "inner";',
      },
      'p.ts',
    );
    expect(printed).toBe('esm node_modules named nested inner true function');
  });

  it('in a project of CommonJS, with require and the names it has there', async () => {
    const printed = await run(
      {
        'p.ts': `import def, { named } from 'compiled';
          import path = require('node:path');
          const { x } = require('./own.cjs') as { x: string };
          console.log(def, named, typeof path.join, x, require.resolve('./own.cjs').slice(-7));`,
        'own.cjs': 'exports.x = require("compiled").named + __filename.slice(-7);',
        'node_modules/compiled/index.js':
          'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = "default"; exports.named = "named";',
      },
      'p.ts',
    );
    expect(printed).toBe('default named function namedown.cjs own.cjs');
  });

  it('with a workspace that node_modules links to as part of the project', async () => {
    const folder = await project({
      'package.json': esm,
      'app/p.ts': `import { shared } from 'shared'; console.log(shared);`,
      'shared/package.json': JSON.stringify({ type: 'module', exports: './index.ts' }),
      'shared/index.ts': 'export const shared: string = "shared";',
      'node_modules/.keep': '',
    });
    await symlink('../shared', join(folder, 'node_modules/shared'), 'dir');
    expect(await runIn(folder, 'app/p.ts')).toBe('shared');
  });

  it('with imports of this package meaning the one that runs it, wherever the project lies', async () => {
    const files = {
      'package.json': esm,
      'p.ts': `import { run } from 'kcl-ts'; import { simulateShard } from 'kcl-ts/testing'; console.log(typeof run, typeof simulateShard);`,
    };
    expect(await run(files, 'p.ts')).toBe('function function');
    const other = { ...files, 'node_modules/kcl-ts/index.js': 'throw new Error("another copy")' };
    expect(await run(other, 'p.ts')).toBe('function function');
  });

  it('with a require of its own', async () => {
    const source = `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      console.log(require('./data.json').a, require('pkg'));`;
    const files = {
      'package.json': esm,
      'p.ts': source,
      'data.json': '{"a":1}',
      'node_modules/pkg/index.js': 'module.exports = "pkg";',
    };
    expect(await run(files, 'p.ts')).toBe('1 pkg');
  });

  it('with class names as in the source', async () => {
    const files = { 'package.json': esm, 'p.ts': 'export default class Words {} console.log(Words.name);' };
    expect(await run(files, 'p.ts')).toBe('Words');
  });
});

describe('each module knows where its source is', () => {
  it('by import.meta, by __dirname in CommonJS, and by what it declares itself', async () => {
    const folder = await project({
      'package.json': esm,
      'p.ts': `#!/usr/bin/env node
        import { dirname } from 'node:path';
        import { fileURLToPath } from 'node:url';
        import './lib/a.mts';
        import './lib/b.cjs';
        import './lib/plain.js';
        const __dirname = dirname(fileURLToPath(import.meta.url));
        console.log(import.meta.url, import.meta.dirname, import.meta.filename, __dirname);`,
      'lib/a.mts': 'console.log(import.meta.url);',
      'lib/b.cjs': 'console.log(__dirname, __filename);',
      'lib/plain.js': '',
    });
    const printed = (await runIn(folder, 'p.ts')).split('\n');
    const at = (name: string) => join(folder, name);
    expect(printed).toEqual([
      pathToFileURL(at('lib/a.mts')).href,
      `${at('lib')} ${at('lib/b.cjs')}`,
      `${pathToFileURL(at('p.ts')).href} ${folder} ${at('p.ts')} ${folder}`,
    ]);
  });
});

describe('a stack', () => {
  it('has the positions of the source, and the compiled module holds none of its text', async () => {
    const folder = await project({
      'package.json': esm,
      'p.ts': 'import { fail } from "./fail.ts";\n\nfail({ a: 1 });\n',
      'fail.ts':
        'interface A { a: number }\n// a secret comment\nexport function fail(a: A): never {\n  throw new Error(`a is ${a.a}`);\n}\n',
    });
    const { stderr } = await execa(process.execPath, await compile(folder, 'p.ts'), { reject: false });
    expect(stderr).toMatch(/at fail \(.*\/project\/fail\.ts:4:9\)/);
    expect(stderr).toMatch(/\/project\/p\.ts:3:1/);
  });
});

describe('a processor that is not there', () => {
  it.each([
    ['processer.ts', /did you mean .*processor\.ts/],
    ['processor.js', /did you mean .*processor\.ts/],
    ['other.py', /expected a file ending in \.ts/],
    ['missing/processor.ts', /expected a file ending in \.ts/],
  ])('(%s) is named, with what is near', async (file, hint) => {
    const folder = await project({ 'processor.ts': '', 'processor.d.ts': '' });
    const error: unknown = await compile(folder, file).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'PROCESSOR_NOT_FOUND',
      exitCode: 5,
      message: `the processor ${join(folder, file)} does not exist`,
      hint: expect.stringMatching(hint) as string,
    });
  });

  it('is not a folder or a file of another kind', async () => {
    const folder = await project({ 'src/processor.ts': '', 'app.py': '' });
    await expect(compile(folder, 'src')).rejects.toMatchObject({
      code: 'PROCESSOR_INVALID',
      message: expect.stringContaining('is a folder') as string,
      hint: `name the file, such as ${join(folder, 'src/processor.ts')}`,
    });
    await expect(compile(folder, 'app.py')).rejects.toMatchObject({
      code: 'PROCESSOR_INVALID',
      hint: expect.stringContaining('--exec') as string,
    });
  });
});

describe('a processor that does not compile', () => {
  it.each([
    ['a syntax error', 'const a = 1;\nconst b = = 2;', 'p.ts:2:10', 'const b = = 2;'],
    [
      'an error on a first line that asks where it is',
      'const a = import.meta.url = ;',
      'p.ts:1:28',
      'const a = import',
    ],
  ])('for %s is shown with its place', async (_, source, place, excerpt) => {
    const folder = await project({ 'p.ts': source });
    const error: unknown = await compile(folder, 'p.ts').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PROCESSOR_INVALID', exitCode: 5 });
    const { details } = error as { details: string };
    expect(details).toContain(`/${place}:`);
    expect(details).toContain(excerpt);
    expect(details).not.toContain('__kclTs');
  });

  it('does not fail for an optional package that is not there', async () => {
    const files = { 'p.cjs': `try { require('optional'); } catch (error) { console.log(error.code); }` };
    expect(await run(files, 'p.cjs')).toBe('MODULE_NOT_FOUND');
  });
});

/** A process that compiles a file and lives on, as a worker does. */
const compiles = `
  const { compileProcessor } = await import(process.env.COMPILER);
  await compileProcessor({ file: process.env.FILE, outDir: process.env.OUT }).catch(() => undefined);
  console.log('done');
  process.stdin.resume();`;

describe('the compiler', () => {
  it.each([
    ['a processor that compiles', 'export default {}'],
    ['one that does not', 'export default {'],
  ])('has ended when it is done with %s: a worker runs for months', async (_, source) => {
    const mark = markProcesses();
    const folder = await project({ 'p.ts': source });
    const COMPILER = new URL('../../dist/compile/compile-processor.js', import.meta.url).href;
    const env = { ...mark.env, COMPILER, FILE: join(folder, 'p.ts'), OUT: await temporaryFolder() };
    const worker = execa(process.execPath, ['--input-type=module', '-e', compiles], {
      env,
      buffer: false,
      reject: false,
    });
    await once(worker.stdout, 'data');
    await vi.waitFor(async () => expect([...(await mark.processes()).keys()]).toEqual([worker.pid]));
    worker.stdin.end();
    await worker;
  });
});
