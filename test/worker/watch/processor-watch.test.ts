import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { compileProcessor, type ProcessorSources } from '../../../src/compile/compile-processor.js';
import { ProcessorWatch } from '../../../src/worker/watch/index.js';
import { fingerprint } from '../../../src/worker/watch/watched-files.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

interface Project {
  readonly folder: string;
  /** What was said, in order. */
  readonly said: string[];
  /** How often it was compiled. */
  readonly builds: () => number;
  write(file: string, text: string): Promise<void>;
  /** Waits for what is said next, or was said since the last time. */
  next(): Promise<string>;
}

/** A processor that imports a module and data, watched; it is compiled when it changes, and nothing more. */
async function watched(): Promise<Project> {
  const folder = await temporaryFolder();
  const outDir = await temporaryFolder();
  const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
  await mkdir(join(folder, 'lib'));
  await write('package.json', '{"type":"module"}');
  await write('lib/words.ts', 'export const words: string[] = [];\n');
  await write('data.json', '{}');
  await write(
    'processor.ts',
    "import { words } from './lib/words.js';\nimport data from './data.json' with { type: 'json' };\nexport default { processRecords() { words.push(String(data)); } };\n",
  );
  const file = join(folder, 'processor.ts');
  let sources: ProcessorSources | undefined;
  const compile = async (onSources: (sources: ProcessorSources) => void): Promise<void> => {
    await compileProcessor({ file, outDir, onSources });
  };
  await compile((found) => (sources = found));
  if (sources === undefined) throw new Error('it was not told its sources');
  const said: string[] = [];
  let heard = 0;
  let builds = 0;
  const watch = new ProcessorWatch({
    file,
    built: { sources, fingerprint: await fingerprint(sources) },
    rebuild: async (onSources) => {
      builds++;
      await compile(onSources);
    },
    say: (_, message) => said.push(message),
    onReplaced: () => undefined,
  });
  onTestFinished(() => watch.end());
  return {
    folder,
    said,
    builds: () => builds,
    write,
    next: () =>
      vi.waitFor(
        () => {
          const message = said[heard];
          if (message === undefined) throw new Error('nothing was said');
          heard++;
          return message;
        },
        { timeout: 10_000, interval: 20 },
      ),
  };
}

const replaced = /^processor\.ts was changed: its new processor goes on with every shard \(\d+\.\d s\)$/;

describe('a watched processor', () => {
  it('is built again when it is saved, and when an editor renames a file to it', async () => {
    const { folder, write, next } = await watched();
    await write('processor.ts', 'export default { processRecords() {} };\n');
    expect(await next()).toMatch(replaced);
    await write('.processor.ts.swp', 'export default { processRecords() { return; } };\n');
    await rename(join(folder, '.processor.ts.swp'), join(folder, 'processor.ts'));
    expect(await next()).toMatch(replaced);
  });

  it('is built again when what it imports has changed, be it code or data', async () => {
    const { write, next } = await watched();
    await write('lib/words.ts', "export const words: string[] = ['one'];\n");
    expect(await next()).toMatch(replaced);
    await write('data.json', '{"two":2}');
    expect(await next()).toMatch(replaced);
  });

  it('is left alone when it is saved without a change, or another file beside it is', async () => {
    const { write, next, builds } = await watched();
    await write('lib/words.ts', 'export const words: string[] = [];\n');
    await write('notes.ts', 'not of the processor\n');
    await write('lib/words.ts', "export const words: string[] = ['a change'];\n");
    expect(await next()).toMatch(replaced);
    expect(builds()).toBe(1);
  });

  it('shows once what is wrong with it, and is built when that is mended', async () => {
    const { write, next, said } = await watched();
    await write('lib/words.ts', 'export const words: string[] = [;\n');
    const problem = await next();
    expect(problem).toMatch(/words\.ts:1:32/);
    expect(problem).toMatch(/\nthe processor from before this change goes on$/);
    await write('notes.ts', 'not of the processor\n');
    await write('lib/words.ts', 'export const words: string[] = [];\n');
    expect(await next()).toMatch(replaced);
    expect(said).toHaveLength(2);
  });

  it('is built when a file comes that it has missed', async () => {
    const { folder, write, next } = await watched();
    await rm(join(folder, 'lib'), { recursive: true });
    // Whether a missing file is a mistake shows when the processor is loaded, which this one is not.
    expect(await next()).toMatch(replaced);
    await mkdir(join(folder, 'lib'));
    await write('lib/words.ts', "export const words: string[] = ['again'];\n");
    expect(await next()).toMatch(replaced);
  });
});
