import { readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classArchives, type ClassArchives } from '../../src/daemon/class-archive.js';
import type { Java } from '../../src/daemon/find-java.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Machine {
  readonly folder: string;
  readonly java: Java;
  readonly classPath: readonly string[];
  readonly archives: ClassArchives;
  /** Makes an archive; resolves with where it lies. */
  make(content?: string): Promise<string>;
}

async function machine(): Promise<Machine> {
  const folder = await temporaryFolder();
  const launcher = join(folder, 'java');
  const classPath = [join(folder, 'a.jar'), join(folder, 'b.jar')];
  for (const file of [launcher, ...classPath]) await writeFile(file, file);
  const java = { path: launcher, version: '17.0.15', major: 17 };
  const archives = classArchives(folder, java, classPath);
  return {
    folder,
    java,
    classPath,
    archives,
    async make(content = 'classes') {
      const written = join(folder, 'daemon-me.part');
      await writeFile(written, content);
      return archives.keep(written);
    },
  };
}

describe('a class archive', () => {
  it('is found by whoever has the same java and the same jars', async () => {
    const { folder, java, classPath, archives, make } = await machine();
    expect(await archives.find()).toBeUndefined();
    const file = await make();
    expect(await classArchives(folder, java, classPath).find()).toBe(file);
    expect((await readdir(folder)).filter((name) => name.startsWith('daemon'))).toHaveLength(1);
  });

  it('is not found with another java or class path', async () => {
    const { folder, java, classPath, make } = await machine();
    await make();
    const find = (other: Java, jars: readonly string[]): Promise<string | undefined> =>
      classArchives(folder, other, jars).find();
    expect(await find({ ...java, version: '17.0.16' }, classPath)).toBeUndefined();
    expect(await find(java, classPath.slice(1))).toBeUndefined();
    expect(await find(java, classPath.toReversed())).toBeUndefined();
  });

  it('is not found when a jar or java itself was replaced', async () => {
    for (const name of ['a.jar', 'java']) {
      const { folder, archives, make } = await machine();
      await make();
      const yesterday = new Date(Date.now() - 86_400_000);
      await utimes(join(folder, name), yesterday, yesterday);
      expect(await archives.find(), name).toBeUndefined();
    }
  });

  it('is not found when it is damaged, and can be made again', async () => {
    const { archives, make } = await machine();
    const file = await make('many classes');
    await truncate(file, 4);
    expect(await archives.find()).toBeUndefined();
    expect(await archives.find()).toBeUndefined();
    expect(await make('many classes')).toBe(file);
    expect(await archives.find()).toBe(file);
  });

  it('shows when it was last used, to the day', async () => {
    const { archives, make } = await machine();
    const file = await make();
    const longAgo = new Date(Date.now() - 20 * 86_400_000);
    await utimes(file, longAgo, longAgo);
    await archives.find();
    expect(Date.now() - (await stat(file)).mtimeMs).toBeLessThan(86_400_000);
  });
});
