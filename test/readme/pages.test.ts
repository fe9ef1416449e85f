import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownCauses } from '../../src/kcl/causes/index.js';
import { listCommands, parseCommandLine } from '../support/command-lines.js';
import { anchorsOf, codeBlocks, kclTsCommands, readPages } from './pages.js';

const pages = await readPages();

/** The text of all TypeScript that tests compile or run. */
async function testedSources(): Promise<string[]> {
  const folders = ['examples', 'templates', 'test'];
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true }))
        .filter((name) => /\.[cm]?ts$/.test(name))
        .map((name) => join(folder, name)),
    ),
  );
  return Promise.all(files.flat().map((file) => readFile(file, 'utf8')));
}

/** Whose snippets have a test of their own, or are parts of a method. */
const elsewhere = ['docs/processor.md', 'docs/migrating.md'];

describe.each([...pages])('%s', (file, page) => {
  it('links to pages and headings that are there', () => {
    const wrong: string[] = [];
    for (const [, link = ''] of page.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : normalize(join(dirname(file), path));
      const isThere = existsSync(target);
      const text = pages.get(target);
      if (!isThere || (anchor !== undefined && text !== undefined && !anchorsOf(text).has(anchor)))
        wrong.push(link);
    }
    expect(wrong).toEqual([]);
  });

  it('shows command lines that kcl-ts takes', async () => {
    for (const line of kclTsCommands(page)) {
      // … stands for what the reader has
      if (/^kcl-ts help\b/.test(line)) continue;
      await expect(parseCommandLine(line.replaceAll('…', 'x')), line).resolves.toBeTruthy();
    }
  });

  it('shows TypeScript that a test runs', async () => {
    if (elsewhere.includes(file)) return;
    const sources = await testedSources();
    const blocks = codeBlocks(page).filter(({ language }) => language === 'ts');
    for (const { text } of blocks)
      expect(
        sources.some((source) => source.includes(text.trim())),
        text,
      ).toBe(true);
  });
});

describe('the documentation', () => {
  it('has each page on its map', () => {
    const map = pages.get('docs/README.md') ?? '';
    const names = [...pages.keys()].filter((file) => file.startsWith('docs/')).map((file) => file.slice(5));
    expect(names.filter((name) => name !== 'README.md' && !map.includes(`](${name})`))).toEqual([]);
  });

  it('shows command lines at all, of every kind', async () => {
    const shown = [...pages.values()].flatMap(kclTsCommands).map((line) => line.split(' ')[1]);
    const commands = (await listCommands()).filter((name) => name !== 'completion');
    expect(shown).toEqual(expect.arrayContaining(commands));
  });

  it('explains each known cause of trouble', () => {
    const page = pages.get('docs/troubleshooting.md') ?? '';
    const missing = knownCauses
      .map(({ message }) => (typeof message === 'string' ? message : message(differing())))
      .filter((message) => !page.includes(beginningOf(message)));
    expect(missing).toEqual([]);
  });
});

/** What differs from one time to the next, as the page writes it. */
function differing(): RegExpExecArray {
  const match = /(.)(.)(.)/.exec('………');
  if (match === null) throw new Error('three were expected');
  return match;
}

/** Up to what differs from one time to the next; where it begins with that, what follows. */
function beginningOf(message: string): string {
  const [first = '', ...others] = message.split(/ ?\(?…\)?'? ?/);
  return (first.length > 8 ? first : (others.find((part) => part.length > 8) ?? message)).replace(
    /[:,'( ]+$/,
    '',
  );
}
