import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startFetch } from '../support/fetch-process.js';
import { jarProject, type JarProject } from '../support/jar-project.js';
import { startMavenServer, trickle } from '../support/maven-server.js';

describe('fetch-jars killed three times, somewhere among its jars', () => {
  it('asks for no byte of a finished jar again, and leaves nothing but the jars in the end', async () => {
    const project = await jarProject(Array.from({ length: 60 }, () => 50_000));
    const server = await startMavenServer(project.files, trickle(25_000, 5));
    let finished: string[] = [];
    for (let round = 0; round < 3; round++) {
      const from = server.requests.length;
      // 8 jars come at a time: at the ninth request the first one has come.
      const requests = 9 + Math.floor(Math.random() * 4);
      const fetch = startFetch(project, server.url);
      while (server.requests.length < from + requests) await server.nextRequest();
      fetch.kill('SIGKILL');
      expect((await fetch).signal).toBe('SIGKILL');
      for (const { path } of server.requests.slice(from)) expect(finished).not.toContain(path);
      finished = await finishedJars(project);
      expect(finished.length).toBeGreaterThan(round);
    }
    const written = await modificationTimes(project, finished);
    expect(await startFetch(project, server.url)).toMatchObject({ exitCode: 0 });
    expect(await project.cached()).toEqual(project.files);
    expect(await modificationTimes(project, finished)).toEqual(written);
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

/** Jars under their final names, each of them right. */
async function finishedJars(project: JarProject): Promise<string[]> {
  const finished = [...(await project.cached())].filter(([name]) => name.endsWith('.jar'));
  for (const [name, content] of finished) expect(content).toEqual(project.files.get(name));
  return finished.map(([name]) => name);
}

async function modificationTimes(project: JarProject, paths: readonly string[]): Promise<number[]> {
  return Promise.all(paths.map(async (path) => (await stat(join(project.folder, path))).mtimeMs));
}
