import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { execa } from 'execa';
import { minVersion, subset } from 'semver';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { cli } from '../support/run-cli.js';

interface Manifest {
  readonly engines?: { readonly node?: string };
  readonly dev?: boolean;
  readonly version?: string;
}

const read = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8'));

const wanted = ((await read('package.json')) as Manifest).engines?.node ?? '';
const oldest = minVersion(wanted)?.version ?? '';

/** The command line under a node that says it is of another version. */
async function runAs(version: string) {
  const fake = join(await temporaryFolder(), 'version.cjs');
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  await writeFile(fake, `Object.defineProperty(process, 'versions', { value: ${versions} });\n`);
  return execa(process.execPath, ['--require', fake, cli, '--version'], { reject: false });
}

describe('the versions of node that package.json names', () => {
  it('are ones that every package it installs or bundles takes', async () => {
    const { packages } = (await read('package-lock.json')) as { packages: Record<string, Manifest> };
    const notices = await readFile(new URL('../../dist/third-party-notices.txt', import.meta.url), 'utf8');
    const isBundled = (path: string): boolean =>
      notices.includes(`${path.replace(/^.*node_modules\//, '')} ${packages[path]?.version ?? ''} (`);
    const installed = Object.entries(packages).filter(
      ([path, { dev }]) => path !== '' && (!dev || isBundled(path)),
    );
    expect(installed.length).toBeGreaterThan(80);
    const narrower = installed.filter(([, { engines }]) => !subset(wanted, engines?.node ?? '*'));
    expect(narrower.map(([path, { engines }]) => `${path}: ${engines?.node ?? ''}`)).toEqual([]);
  });

  it('are what a new project names', async () => {
    expect(((await read('templates/common/package.json')) as Manifest).engines?.node).toBe(wanted);
  });

  it('begin with one that the command line runs on', async () => {
    const { stdout, exitCode } = await runAs(oldest);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+$/);
    expect(exitCode).toBe(0);
  });

  it.each(['10.24.1', '18.20.4', '20.11.1', '20.18.0'])(
    'leave out %s, which is told so in one line',
    async (version) => {
      const { stdout, stderr, exitCode } = await runAs(version);
      expect(stderr).toBe(
        `kcl-ts: expected node ${oldest} or newer, got ${version}\n  → install a current Node.js, or put it first in PATH`,
      );
      expect(stdout).toBe('');
      expect(exitCode).toBe(2);
    },
  );

  it('are told apart by a program that every node since 10 can parse, as a script too', async () => {
    const source = await readFile(cli, 'utf8');
    const options = { format: 'cjs', supported: { 'dynamic-import': true } } as const;
    const [old, current] = await Promise.all(
      ['node10', 'esnext'].map((target) => transform(source, { ...options, target })),
    );
    expect(old?.code).toBe(current?.code);
    expect(source).not.toMatch(/^(?:import\s|export\s|await\s)/m);
  });
});
