import { readFile, readdir } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { packedFiles } from './support/packed.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is installed beside the package; the rest is there for who works on it. */
async function installed(): Promise<string[]> {
  const { dependencies, optionalDependencies } = JSON.parse(
    await readFile(`${root}package.json`, 'utf8'),
  ) as {
    dependencies: object;
    optionalDependencies: object;
  };
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

/** The packages that these files ask for: by import, by import() and by a require that they made themselves. */
async function packagesAskedFor(files: readonly string[]): Promise<Map<string, string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: files.filter((file) => /^(?:bin|dist)\/.*\.c?js$/.test(file)),
    outdir: 'unwritten',
    entryNames: '[dir]/[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    logLevel: 'silent',
  });
  const asked = new Map<string, string>();
  for (const [file, { imports }] of Object.entries(metafile.inputs)) {
    for (const { path, external } of imports) if (external) asked.set(path, file);
  }
  for (const file of (await readdir(`${root}src`, { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const text = (await readFile(`${root}src/${file}`, 'utf8')).replace(/^ *(?:\/\/|\/?\*).*$/gm, '');
    for (const [, path = ''] of text.matchAll(/\b(?:require|resolve)\(["']([^."'][^"']*)["']\)/g)) {
      asked.set(path, file);
    }
  }
  return asked;
}

/** Asked for as the user's project has it, not this package; aws-kcl is named in what is written about such a project. */
const ofTheProject = ['typescript', 'aws-kcl'];

const packageOf = (path: string): string => path.split('/', path.startsWith('@') ? 2 : 1).join('/');

let files: readonly string[];

beforeAll(async () => {
  files = await packedFiles();
}, 60_000);

describe('the packed files', () => {
  it('ask only for packages that are installed with this one', async () => {
    const allowed = [...(await installed()), ...ofTheProject];
    const asked = [...(await packagesAskedFor(files))].filter(
      ([path]) => !isBuiltin(path) && !/^[#.]/.test(path),
    );
    expect(asked.map(([path]) => path)).toEqual(expect.arrayContaining(['esbuild', 'dynalite']));
    expect(asked.filter(([path]) => !allowed.includes(packageOf(path)))).toEqual([]);
  });

  it('hold each file that they start or load by its path', async () => {
    const named = new Set<string>();
    for (const file of files.filter((name) => /^dist\/.*\.c?js$/.test(name))) {
      const text = await readFile(`${root}${file}`, 'utf8');
      for (const [, path = ''] of text.matchAll(/ownFile\d*\("([^"$]+\.[a-z]+)"\)/g)) named.add(path);
    }
    expect(named).toContain('dist/child/entry/child.cjs');
    expect([...named].filter((path) => !files.includes(path))).toEqual([]);
  });

  it('come with the licence of each package that is in them', async () => {
    const notices = await readFile(`${root}dist/third-party-notices.txt`, 'utf8');
    expect(files).toContain('dist/third-party-notices.txt');
    for (const name of ['@aws-sdk/client-kinesis', 'commander', 'undici']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((?:Apache-2.0|MIT)\\)$`, 'm'));
    }
    expect(notices).toContain('Copyright (c) Matteo Collina and Undici contributors');
  });
});
