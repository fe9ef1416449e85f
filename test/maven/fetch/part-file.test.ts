import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PartFile } from '../../../src/maven/fetch/part-file.js';
import { processIdentity } from '../../../src/maven/cache/process-identity.js';
import { jarProject } from '../support/jar-project.js';

async function oneJar() {
  const { jars, files, folder, cached } = await jarProject([10_000]);
  const [jar] = jars;
  if (!jar) throw new Error('no jar');
  return { jar, content: files.get(jar.path) ?? Buffer.alloc(0), final: join(folder, jar.path), cached };
}

/** The identity of a process of this host that has ended. */
function endedProcess(): string {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return processIdentity().replace(/\d+$/, String(pid));
}

describe('a part of a jar', () => {
  it('can be completed by several processes at once, and the jar is whole', async () => {
    const { jar, content, final, cached } = await oneJar();
    const parts = await Promise.all([1, 2, 3, 4].map(() => PartFile.open(jar, final)));
    await Promise.all(parts.map((part) => part.write(content)));
    await Promise.all(parts.map((part) => part.moveIntoPlace()));
    expect(await cached()).toEqual(new Map([[jar.path, content]]));
  });

  it('takes what processes that have ended left of it out of the way', async () => {
    const { jar, content, final, cached } = await oneJar();
    await mkdir(dirname(final), { recursive: true });
    for (const name of ['a', 'b']) await writeFile(`${final}.${endedProcess()}-${name}.part`, content);
    const part = await PartFile.open(jar, final);
    expect(part.received).toBe(0);
    await part.write(content);
    await part.moveIntoPlace();
    expect(await cached()).toEqual(new Map([[jar.path, content]]));
  });

  it('leaves alone what a living process, or one of another host, is writing', async () => {
    const { jar, content, final } = await oneJar();
    await mkdir(dirname(final), { recursive: true });
    const others = [`${final}.${processIdentity()}-a.part`, `${final}.0badcafe-1-b.part`];
    for (const file of others) await writeFile(file, content.subarray(0, 4000));
    const part = await PartFile.open(jar, final);
    expect(part.received).toBe(0);
    await part.discard();
    for (const file of others) expect(await readFile(file)).toHaveLength(4000);
  });

  it('that is given up leaves nothing behind', async () => {
    const { jar, content, final, cached } = await oneJar();
    const part = await PartFile.open(jar, final);
    await part.write(content.subarray(0, 4000));
    await part.discard();
    expect(await cached()).toEqual(new Map());
  });
});
