import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const contributing = await readFile('CONTRIBUTING.md', 'utf8');
const architecture = /^## Architecture\n(.*?)^## /ms.exec(await readFile('README.md', 'utf8'))?.[1] ?? '';

const spansOf = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);

/** What a text names of the repository, relative to its root: whatever begins with a folder or is a file there. */
function pathsIn(text: string, tops: readonly string[]): string[] {
  const words = text.match(/[\w.@-]+(?:\/[\w.@-]*)*/g) ?? [];
  return words
    .map((word) => word.replace(/[.,]$/, ''))
    .filter((word) => tops.some((top) => word === top || word.startsWith(`${top}/`)))
    .filter((word) => /[./]/.test(word));
}

describe('the map of the repository', async () => {
  const tops = (await readdir('.')).filter((name) => !['node_modules', 'dist', '.git'].includes(name));

  it.each([
    ['CONTRIBUTING.md', contributing],
    ["the README's architecture section", architecture],
  ])('in %s names only what is there', (_, text) => {
    const paths = pathsIn(text, tops);
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("in the README's table names the rooms of each folder", () => {
    const rooms = architecture
      .split('\n')
      .filter((line) => line.startsWith('| `src/'))
      .flatMap((line) => {
        const [folder = '', ...spans] = spansOf(line);
        return spans.filter((span) => span.endsWith('/')).map((room) => join(folder, room));
      });
    expect(rooms).toContain('src/properties/table/');
    expect(rooms.filter((room) => !existsSync(room))).toEqual([]);
  });

  it("in the README's list of what any folder may import names each module at the root of src", async () => {
    const listed = spansOf(/^Every folder may import .*?\. The rules/ms.exec(architecture)?.[0] ?? '');
    const entries = ['index.ts', 'testing.ts'];
    const modules = (await readdir('src')).filter((name) => name.endsWith('.ts') && !entries.includes(name));
    expect(listed.filter((span) => span.endsWith('.ts'))).toEqual(modules.sort());
  });

  it('answers each question with a file that holds what to look for', async () => {
    const answers = [...contributing.matchAll(/^\| [^|]+\? \| `([^`]+)` \| `([^`]+)` \|$/gm)];
    expect(answers).toHaveLength(12);
    for (const [, path = '', text = ''] of answers) {
      expect(
        (await textsOf(path)).some((held) => held.includes(text)),
        `${text} in ${path}`,
      ).toBe(true);
    }
  });
});

async function textsOf(path: string): Promise<string[]> {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path)).map((name) => join(path, name))
    : [path];
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}
