import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startConnectProxy } from '../../maven/support/connect-proxy.js';
import { startFetch } from '../../maven/support/fetch-process.js';
import { jarProject, type JarProject } from '../../maven/support/jar-project.js';
import { startMavenServer } from '../../maven/support/maven-server.js';
import { cli } from '../../support/run-cli.js';

/** No server listens there: whoever asks it fails. */
const nowhere = 'http://127.0.0.1:9/maven2';

async function filledProject(): Promise<JarProject & { url: string }> {
  const project = await jarProject([20_000, 30_000]);
  const { url } = await startMavenServer(project.files);
  expect(await startFetch(project, url)).toMatchObject({ exitCode: 0, stdout: '' });
  return { ...project, url };
}

function fileOf(project: JarProject, index: number): string {
  return join(project.folder, project.jars[index]?.path ?? '');
}

async function flipBit(file: string): Promise<void> {
  const content = await readFile(file);
  content[1000] = (content[1000] ?? 0) ^ 1;
  await writeFile(file, content);
}

describe('fetch-jars', () => {
  it('fetches what is missing, says how much, and asks for nothing the next time', async () => {
    const project = await jarProject([20_000, 30_000]);
    const server = await startMavenServer(project.files);
    const first = await startFetch(project, server.url);
    expect(first).toMatchObject({ exitCode: 0, stdout: '' });
    expect(first.stderr).toMatch(/^fetched 2 jars \(0\.1 MB\) in [\d.]+ s\n2 jars verified in .*jars$/);
    expect(await project.cached()).toEqual(project.files);
    expect((await startFetch(project, nowhere)).stderr).toMatch(/^2 jars verified in .*jars$/);
    expect(server.requests).toHaveLength(2);
  });

  it('uses no more connections than --jobs, over and over', async () => {
    const project = await jarProject(Array.from({ length: 20 }, () => 5000));
    const server = await startMavenServer(project.files);
    expect(await startFetch(project, server.url, '--jobs', '2')).toMatchObject({ exitCode: 0 });
    expect(server.requests).toHaveLength(20);
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it('says nothing with --quiet', async () => {
    const project = await jarProject();
    const { url } = await startMavenServer(project.files);
    expect(await startFetch(project, url, '--quiet')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('notices a flipped bit, says so, and fetches that jar alone again', async () => {
    const project = await filledProject();
    const server = await startMavenServer(project.files);
    await flipBit(fileOf(project, 1));
    const result = await startFetch(project, server.url);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toMatch(
      /jar-1-1\.0\.jar has sha256 [0-9a-f]{64}, expected [0-9a-f]{64}: fetching it again/,
    );
    expect(await project.cached()).toEqual(project.files);
    expect(server.requests.map(({ path }) => path)).toEqual([project.jars[1]?.path]);
  });

  it.each(['--offline', '--check'])(
    'with %s names a damaged and a missing jar and ends with 4',
    async (flag) => {
      const project = await filledProject();
      await rm(fileOf(project, 0));
      await flipBit(fileOf(project, 1));
      const result = await startFetch(project, project.url, flag);
      expect(result.exitCode).toBe(4);
      expect(result.stderr).toContain('2 jars are missing or damaged');
      expect(result.stderr).toMatch(/jar-0-1\.0\.jar is missing \(com\.example:jar-0:1\.0\)/);
      expect(result.stderr).toMatch(/jar-1-1\.0\.jar has sha256 [0-9a-f]{64}, expected/);
      expect((await project.cached()).size).toBe(1);
    },
  );

  it('prints the jars with size and licence', async () => {
    const project = await jarProject([20_000, 1_030_000]);
    const { stdout } = await startFetch(project, nowhere, '--list');
    expect(stdout.split('\n')).toEqual([
      'com.example:jar-0:1.0    20 kB  Apache-2.0',
      'com.example:jar-1:1.0  1030 kB  Apache-2.0',
      '2 jars                 1050 kB',
    ]);
  });

  it('prints as JSON what a bill of materials needs', async () => {
    const project = await jarProject();
    const { stdout } = await startFetch(project, nowhere, '--json');
    expect(JSON.parse(stdout)).toEqual([
      { ...project.jars[0], purl: 'pkg:maven/com.example/jar-0@1.0', file: fileOf(project, 0) },
    ]);
  });

  it('fills a plain folder with --jars-dir and then needs nothing else', async () => {
    const project = await jarProject([20_000, 30_000]);
    const { url } = await startMavenServer(project.files);
    const folder = join(project.home, 'my jars');
    expect(await startFetch(project, url, '--jars-dir', folder)).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(folder, 'jar-0-1.0.jar'))).toEqual(
      project.files.get(project.jars[0]?.path ?? ''),
    );
    expect(await startFetch(project, nowhere, '--jars-dir', folder, '--offline')).toMatchObject({
      exitCode: 0,
    });
    expect((await project.cached()).size).toBe(0);
  });

  it("takes a jar from Maven's own repository if its hash fits, and only then", async () => {
    const project = await jarProject([20_000, 30_000]);
    const server = await startMavenServer(project.files);
    for (const [path, content] of project.files) {
      const file = join(project.home, '.m2', 'repository', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await flipBit(join(project.home, '.m2', 'repository', project.jars[1]?.path ?? ''));
    expect(await startFetch(project, server.url)).toMatchObject({ exitCode: 0 });
    expect(await project.cached()).toEqual(project.files);
    expect(server.requests.map(({ path }) => path)).toEqual([project.jars[1]?.path]);
  });

  it('takes its settings from the environment too', async () => {
    const project = await jarProject();
    const server = await startMavenServer(project.files);
    const { exitCode } = await execa(process.execPath, [cli, 'fetch-jars'], {
      env: {
        ...project.env,
        KCL_TS_JARS_LOCK: project.lockFile,
        KCL_TS_MAVEN_REPO: `${nowhere} ${server.url}`,
        KCL_TS_MAVEN_TOKEN: 'a-token',
        KCL_TS_JOBS: '1',
      },
      extendEnv: false,
      reject: false,
    });
    expect(exitCode).toBe(0);
    expect(server.requests).toEqual([{ path: project.jars[0]?.path, authorization: 'Bearer a-token' }]);
  });

  it('goes through a proxy to a mirror whose certificate NODE_EXTRA_CA_CERTS vouches for', async () => {
    const project = await jarProject([20_000, 20_000]);
    const { url, certificate } = await startSecureMirror(project);
    const proxy = await startConnectProxy();
    const env = { ...project.env, HTTPS_PROXY: proxy.url };
    const stranger = await startFetch({ ...project, env }, url);
    expect(stranger.exitCode).toBe(4);
    expect(stranger.stderr).toContain('its certificate is not trusted');
    expect(stranger.stderr).toContain('NODE_EXTRA_CA_CERTS=FILE');
    const friend = await startFetch({ ...project, env: { ...env, NODE_EXTRA_CA_CERTS: certificate } }, url);
    expect(friend).toMatchObject({ exitCode: 0 });
    expect(await project.cached()).toEqual(project.files);
    expect(new Set(proxy.tunnels.map(({ target }) => target))).toEqual(new Set([new URL(url).host]));
  });

  it.each([
    [['--jobs', '0'], '--jobs is 0, expected a number from 1 to 64'],
    [['--maven-repo', 'ftp://example.com'], 'begins with ftp:, expected https: or http:'],
    [['--maven-repo', 'user:password'], 'begins with user:'],
    [['--check', '--list'], "cannot be used with option '--list'"],
  ])('refuses %j with exit code 2', async (args, message) => {
    const result = await startFetch(await jarProject(), nowhere, ...args);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(message);
  });

  it.each([
    ['is not JSON', 'no JSON'],
    ['has lockVersion 2, expected 1', '{"lockVersion":2}'],
    ['names no KCL version', '{"lockVersion":1,"groups":{}}'],
    ['has no group daemon', '{"lockVersion":1,"kcl":"3.1.3","groups":{}}'],
    [
      'whose path is not that of com.example:a:1',
      JSON.stringify({
        lockVersion: 1,
        kcl: '3.1.3',
        groups: {
          daemon: [{ coordinates: 'com.example:a:1', path: '../../a.jar', size: 1, sha256: '0'.repeat(64) }],
          tools: [],
        },
      }),
    ],
  ])('refuses a lock file that %s with exit code 4', async (problem, text) => {
    const project = await jarProject();
    await writeFile(project.lockFile, text);
    const result = await startFetch(project, nowhere);
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toContain(`the lock file ${project.lockFile} `);
    expect(result.stderr).toContain(problem);
  });
});

describe('fetch-jars --prune', () => {
  it('removes the jars that no lock file used for 30 days, and only those', async () => {
    const project = await filledProject();
    const other = await jarProject([10_000], { name: 'old' });
    const server = await startMavenServer(other.files);
    expect(await startFetch({ ...other, env: project.env }, server.url)).toMatchObject({ exitCode: 0 });
    expect((await project.cached()).size).toBe(3);
    expect((await startFetch(project, nowhere, '--prune')).stderr).toContain('removed 0 files');

    await ageNotes(project, 31);
    expect(await startFetch(project, nowhere)).toMatchObject({ exitCode: 0 });
    expect((await startFetch(project, nowhere, '--prune')).stderr).toContain('removed 1 files');
    expect(await project.cached()).toEqual(project.files);
    expect(await readdir(join(project.folder, 'com', 'example'))).toEqual(['jar-0', 'jar-1']);
  });

  it('removes the class archives that no run used for 30 days, and what was left of making one', async () => {
    const project = await filledProject();
    const folder = join(project.folder, '..', 'classes');
    await mkdir(folder);
    const days = { 'old.jsa': 31, 'used.jsa': 29, 'left.part': 2, 'made-now.part': 0 };
    for (const [name, age] of Object.entries(days)) {
      await writeFile(join(folder, name), 'classes');
      const then = new Date(Date.now() - age * 86_400_000);
      await utimes(join(folder, name), then, then);
    }
    expect((await startFetch(project, nowhere, '--prune')).stderr).toContain('removed 2 files');
    expect(await readdir(folder)).toEqual(['made-now.part', 'used.jsa']);
    expect(await project.cached()).toEqual(project.files);
  });

  it('leaves a plain folder alone', async () => {
    const project = await jarProject();
    const result = await startFetch(project, nowhere, '--prune', '--jars-dir', project.home);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--prune is for the cache');
  });
});

/** Makes it look as if the jars were last used so many days ago. */
async function ageNotes({ folder }: JarProject, days: number): Promise<void> {
  const notes = join(folder, '..', 'used');
  const then = new Date(Date.now() - days * 86_400_000);
  for (const note of await readdir(notes)) await utimes(join(notes, note), then, then);
}

/** The project's jars over TLS; the certificate is made for this run by the JDK's keytool. */
async function startSecureMirror({ home, files }: JarProject): Promise<{ url: string; certificate: string }> {
  const store = join(home, 'mirror.p12');
  const certificate = join(home, 'mirror.pem');
  const keytool = (...args: string[]) =>
    execa('keytool', [...args, '-alias', 'mirror', '-storepass', 'changeit', '-keystore', store]);
  const options =
    '-genkeypair -keyalg EC -dname CN=mirror -ext san=ip:127.0.0.1 -validity 1 -storetype PKCS12';
  await keytool(...options.split(' '));
  await keytool('-exportcert', '-rfc', '-file', certificate);
  const server = createServer({ pfx: await readFile(store), passphrase: 'changeit' }, (request, response) =>
    response.end(files.get(request.url?.slice(1) ?? '')),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, certificate };
}
