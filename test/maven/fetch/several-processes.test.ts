import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startFetch } from '../support/fetch-process.js';
import { jarProject, type JarProject } from '../support/jar-project.js';
import { startMavenServer, trickle } from '../support/maven-server.js';

describe('fetch-jars killed at 20 random moments', () => {
  it('goes on each time where it was, and asks for no byte of a finished jar again', async () => {
    const project = await jarProject(Array.from({ length: 36 }, () => 100_000));
    // A jar takes 200 ms and 6 come at a time: none of the rounds of 60 ms at most can fetch them all.
    const server = await startMavenServer(project.files, trickle(10_000, 20));
    let resumed = 0;
    for (let round = 0; round < 20; round++) {
      const { finished, begun } = await stateOf(project);
      const from = server.requests.length;
      const asked = server.nextRequest();
      const fetch = startFetch(project, server.url);
      await asked;
      await wait(Math.random() * 60);
      fetch.kill('SIGKILL');
      expect((await fetch).signal).toBe('SIGKILL');
      for (const { path, range } of server.requests.slice(from)) {
        expect(finished).not.toContain(path);
        expect(range).toBe(begun.has(path) ? `bytes=${begun.get(path) ?? ''}-` : undefined);
        if (range) resumed += 1;
      }
    }
    const { finished } = await stateOf(project);
    const written = await modificationTimes(project, finished);
    expect(await startFetch(project, server.url)).toMatchObject({ exitCode: 0 });
    expect(await project.cached()).toEqual(project.files);
    expect(await modificationTimes(project, finished)).toEqual(written);
    expect(resumed).toBeGreaterThan(0);
  }, 300_000);
});

describe('8 fetch-jars at once into one empty cache', () => {
  it('all succeed, and each jar is downloaded once', async () => {
    const project = await jarProject(Array.from({ length: 20 }, () => 100_000));
    const server = await startMavenServer(project.files, trickle(50_000, 10));
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => startFetch(project, server.url)));
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(Array.from({ length: 8 }, () => 0));
    expect(await project.cached()).toEqual(project.files);
    expect(server.requests.map(({ path }) => path).sort()).toEqual([...project.files.keys()].sort());
  }, 180_000);
});

/** Jars under their final names, each of them right; and the bytes there are of others. */
async function stateOf(project: JarProject): Promise<{ finished: string[]; begun: Map<string, number> }> {
  const finished: string[] = [];
  const begun = new Map<string, number>();
  for (const [name, content] of await project.cached()) {
    if (name.endsWith('.jar')) {
      expect(content).toEqual(project.files.get(name));
      finished.push(name);
    } else if (name.endsWith('.part') && content.length > 0) {
      const path = name.replace(/\.jar\..*$/, '.jar');
      begun.set(path, Math.max(content.length, begun.get(path) ?? 0));
    }
  }
  return { finished, begun };
}

async function modificationTimes(project: JarProject, paths: readonly string[]): Promise<number[]> {
  return Promise.all(paths.map(async (path) => (await stat(join(project.folder, path))).mtimeMs));
}
