import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { packedFiles } from './support/packed.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
let files: readonly string[];

beforeAll(async () => {
  files = await packedFiles();
}, 60_000);

const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

/** Those of the texts in the package that users read. */
const texts = (): string[] =>
  files.filter((file) => /^(?:README\.md|CHANGELOG\.md|docs\/.*\.md)$/.test(file));

describe('the package', () => {
  it('holds what runs, what explains it, the templates and the lock, and nothing else', () => {
    const tops = new Set(files.map((file) => file.split('/')[0]));
    expect([...tops].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'examples',
      'jars.lock',
      'monitoring',
      'package.json',
      'templates',
      'testing',
    ]);
    expect(files).toContain('dist/child/entry/launcher.sh');
    expect(files).toContain('dist/index.d.cts');
  });

  it('holds each file that its own texts link to', async () => {
    expect(texts()).toContain('docs/errors.md');
    const dangling: string[] = [];
    for (const text of texts()) {
      for (const [, link = ''] of (await read(text)).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        if (/^[a-z]+:/.test(link)) continue;
        const { pathname } = new URL(link, `file:///${text}`);
        if (!files.includes(pathname.slice(1))) dangling.push(`${text}: ${link}`);
      }
    }
    expect(dangling).toEqual([]);
  });

  it('holds each page that its messages, its help and its templates name', async () => {
    const named = new Set<string>();
    for (const file of files.filter((name) => /^(?:dist\/.*\.c?js|bin\/|templates\/)/.test(name))) {
      for (const [page] of (await read(file)).matchAll(/\bdocs\/[a-z-]+\.md\b/g)) named.add(page);
    }
    expect(named).toContain('docs/configuration.md');
    expect([...named].filter((page) => !files.includes(page))).toEqual([]);
  });

  it('has each flag that its README names', async () => {
    const readme = await read('README.md');
    const help = await runCli(['--help']);
    const listed = [...help.stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name = '']) => name);

    const known = await Promise.all(listed.map(async (name) => (await runCli([name, '--help'])).stdout));
    const flags = [...readme.matchAll(/(?<=`[^`\n]*)--[a-z][a-z-]+/g)].map(([flag]) => flag);
    expect(flags).toContain('--until-caught-up');
    // docker's
    const foreign = new Set(['--init', '--help']);
    expect(flags.filter((flag) => !foreign.has(flag) && !known.some((text) => text.includes(flag)))).toEqual(
      [],
    );
  });
});
