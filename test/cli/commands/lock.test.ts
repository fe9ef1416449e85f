import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packagedLockFile } from '../../../src/cli/flags/jars.js';
import { readLockFile, writeLockFile, type LockFile } from '../../../src/maven/lock/lock-file.js';
import { startConnectProxy } from '../../maven/support/connect-proxy.js';
import { inCache } from '../../support/real-context.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

// Each run of the resolver takes seconds, and the first one on a machine downloads some hundred POMs.
const MINUTES = 60_000;

describe('lock', () => {
  it(
    '--check finds that jars.lock is up to date',
    async () => {
      const result = await runCli(['lock', '--check']);
      expect(result.stderr).toContain(`${packagedLockFile} is up to date`);
      expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    },
    5 * MINUTES,
  );

  it(
    '--check prints how a lock file differs and ends with 4',
    async () => {
      const lock = await readLockFile(packagedLockFile);
      const [first, second, ...rest] = lock.groups.daemon;
      if (!first || !second) throw new Error('no jars');
      const daemon = [{ ...second, sha256: '0'.repeat(64) }, ...rest];
      const file = await writeCopy({ ...lock, groups: { ...lock.groups, daemon } });
      const result = await runCli(['lock', '--check', '--jars-lock', file]);
      expect(result.exitCode).toBe(4);
      expect(result.stdout.split('\n')).toEqual([
        `+ ${first.coordinates}`,
        `~ ${second.coordinates} sha256 ${'0'.repeat(64)} -> ${second.sha256}`,
      ]);
      expect(result.stderr).toContain(`${file} is out of date`);
      expect(await readLockFile(file)).toMatchObject({ groups: { daemon } });
    },
    5 * MINUTES,
  );

  it(
    'writes a lock file of the project with its overrides and additions, and keeps to them',
    async () => {
      const file = join(await temporaryFolder(), 'jars.lock');
      const slf4j = 'org.slf4j:slf4j-api:2.0.17';
      const findings = 'com.google.code.findbugs:jsr305:3.0.2';
      const flags = ['--override', slf4j, '--with', findings];
      expect(await runCli(['lock', '--jars-lock', file, ...flags])).toMatchObject({ exitCode: 0 });
      const lock = await readLockFile(file);
      expect(lock).toMatchObject({ kcl: '3.1.3', overrides: [slf4j], additions: [findings] });
      const before = (await readLockFile(packagedLockFile)).groups.daemon.map((jar) => jar.coordinates);
      const after = lock.groups.daemon.map((jar) => jar.coordinates);
      expect(after.filter((jar) => !before.includes(jar)).sort()).toEqual([findings, slf4j]);
      expect(before.filter((jar) => !after.includes(jar))).toEqual(['org.slf4j:slf4j-api:2.0.13']);

      expect(await runCli(['lock', '--check', '--jars-lock', file])).toMatchObject({
        exitCode: 0,
        stdout: '',
      });
      const again = await runCli(['lock'], { env: { KCL_TS_JARS_LOCK: file } });
      expect(again.stderr).toContain('unchanged');
    },
    5 * MINUTES,
  );

  it.each([
    [['--kcl-version', '3.1.99'], "there is no version '3.1.99'", '2.5.4, 3.1.3'],
    [['--override', 'org.slf4j:slf4j'], "--override is 'org.slf4j:slf4j'", 'group:artifact:version'],
    [['--with', 'org.example:none:1'], 'org.example:none:jar:1', 'check the coordinates'],
  ])(
    'refuses %j and says what there is',
    async (flags, message, hint) => {
      const file = join(await temporaryFolder(), 'jars.lock');
      const result = await runCli(['lock', '--jars-lock', file, ...flags]);
      expect([2, 4]).toContain(result.exitCode);
      expect(result.stderr).toContain(message);
      expect(result.stderr).toContain(hint);
      await expect(readFile(file)).rejects.toThrow('ENOENT');
    },
    5 * MINUTES,
  );

  it('does not write into an installed package', async () => {
    const file = join(await temporaryFolder(), 'node_modules', 'kcl-ts', 'jars.lock');
    const result = await runCli(['lock', '--jars-lock', file]);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('belongs to the installed package');
  });

  it(
    'resolves from a mirror that wants credentials, through a proxy, and leaves no password behind',
    async () => {
      const base = await temporaryFolder();
      const mirror = await startMirror('me:pass word');
      const proxy = await startConnectProxy();
      const lock = await readLockFile(packagedLockFile);
      const file = join(base, 'jars.lock');
      await writeLockFile(file, { ...lock, groups: { ...lock.groups, daemon: [] } });
      const url = mirror.url.replace('//', '//me:pass%20word@');
      const result = await runCli(['lock', '--jars-lock', file, '--maven-repo', url], {
        env: {
          KCL_TS_CACHE: join(base, 'cache'),
          TMPDIR: base,
          HTTP_PROXY: proxy.url,
          NO_PROXY: '',
          no_proxy: '',
        },
      });
      expect(result.exitCode, result.stderr).toBe(0);
      expect(result.stderr).not.toContain('pass');
      expect((await readLockFile(file)).groups).toEqual(lock.groups);
      expect(mirror.refused()).toBe(0);
      expect(proxy.tunnels.length).toBeGreaterThan(0);
      expect((await readdir(base)).sort()).toEqual(['cache', 'jars.lock']);
    },
    5 * MINUTES,
  );
});

async function writeCopy(lock: LockFile): Promise<string> {
  const file = join(await temporaryFolder(), 'jars.lock');
  await writeLockFile(file, lock);
  return file;
}

/** A repository made of what the resolver downloaded before, for one user alone. */
async function startMirror(credentials: string): Promise<{ url: string; refused: () => number }> {
  const folders = ['resolver', 'jars'].map((name) => inCache(name));
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  let refused = 0;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== expected) {
      refused += 1;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="mirror"' }).end();
      return;
    }
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const names = [path, path.replace(/maven-metadata\.xml$/, 'maven-metadata-central.xml')];
    void firstFile(folders.flatMap((folder) => names.map((name) => join(folder, name)))).then((content) => {
      if (content) response.end(content);
      else response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, refused: () => refused };
}

async function firstFile(files: readonly string[]): Promise<Buffer | undefined> {
  for (const file of files) {
    const content = await readFile(file).catch(() => undefined);
    if (content) return content;
  }
  return undefined;
}
