import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

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

/** The packages that the built files ask for: by import, by import() and by a require that they made themselves. */
async function packagesAskedFor(): Promise<Map<string, string>> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bin/*.js', 'dist/**/*.js', 'dist/**/*.cjs'],
    outdir: 'unwritten',
    entryNames: '[dir]/[name]-[hash]',
    bundle: true,
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
  // without comments, which may well name some
  for (const { path: file, text } of outputFiles) {
    for (const [, path = ''] of text.matchAll(/\b(?:require\d*|resolve)\(["']([^."'][^"']*)["']\)/g)) {
      asked.set(path, file);
    }
  }
  return asked;
}

/** Asked for as the user's project has it, not this package. */
const ofTheProject = ['typescript'];

const packageOf = (path: string): string => path.split('/', path.startsWith('@') ? 2 : 1).join('/');

describe('the built files', () => {
  it('ask only for packages that are installed with this one', async () => {
    const allowed = [...(await installed()), ...ofTheProject];
    const asked = [...(await packagesAskedFor())].filter(
      ([path]) => !isBuiltin(path) && !path.startsWith('#'),
    );
    expect(asked.map(([path]) => path)).toEqual(expect.arrayContaining(['commander', 'execa', 'dynalite']));
    expect(asked.filter(([path]) => !allowed.includes(packageOf(path)))).toEqual([]);
  });
});
