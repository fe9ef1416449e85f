import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCoordinates, type Coordinates } from '../../../src/maven/coordinates.js';
import { closureOnClient } from '../../../src/maven/lock/client.js';
import { readLockFile } from '../../../src/maven/lock/lock-file.js';
import { makeLock } from '../../../src/maven/lock/make-lock.js';
import { lockRequest, type LockFlags } from '../../../src/maven/lock/request.js';
import type { Resolver } from '../../../src/maven/lock/resolver.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { wordsRead } from '../support/words-read.js';

const client = 'software.amazon.kinesis:amazon-kinesis-client';
const daemon = [
  'software.amazon.kinesis:amazon-kinesis-client-multilang:3.1.3',
  `${client}:3.1.3`,
  'software.amazon.awssdk:kinesis:2.33.0',
  'software.amazon.awssdk:sts:2.33.0',
  'commons-io:commons-io:2.16.1',
  'io.netty:netty-common:4.1.124.Final',
].map(one);
const newer = [
  `${client}:3.5.1`,
  'software.amazon.awssdk:kinesis:2.41.21',
  'software.amazon.awssdk:utils-lite:2.41.21',
  'software.amazon.awssdk:url-connection-client:2.32.25',
  'commons-io:commons-io:2.11.0',
  'io.netty:netty-common:4.1.130.Final',
].map(one);

describe('the closure of a daemon on another client', () => {
  it('has all modules of the SDK in the version of the client, and of the rest the newer of the two', async () => {
    const closure = await closureOnClient('3.5.1', daemon, repository({ '3.5.1': newer }));
    expect(closure.map(({ artifact, version }) => `${artifact} ${version}`)).toEqual([
      'amazon-kinesis-client-multilang 3.1.3',
      'amazon-kinesis-client 3.5.1',
      'kinesis 2.41.21',
      'sts 2.41.21',
      'commons-io 2.16.1',
      'netty-common 4.1.130.Final',
      'utils-lite 2.41.21',
      'url-connection-client 2.41.21',
    ]);
  });

  it.each([
    [
      '3.1.2',
      'the MultiLangDaemon 3.1.3 does not run on version 3.1.2',
      'it needs 3.1.3 or a newer one of 3.x',
    ],
    [
      '2.7.2',
      'the MultiLangDaemon 3.1.3 does not run on version 2.7.2',
      'choose the daemon with --kcl-version',
    ],
    ['4.0.0', 'the MultiLangDaemon 3.1.3 does not run on version 4.0.0', 'it needs a version of 3.x'],
    ['newest', 'the MultiLangDaemon 3.1.3 does not run on version newest', 'it needs 3.1.3'],
    ['3.9.9', `there is no version '3.9.9' of ${client}`, 'the repository has 3.5.1'],
    ['3.5.1:x', `there is no version '3.5.1:x' of ${client}`, 'the repository has 3.5.1'],
  ])('is refused for %s', async (version, message, hint) => {
    const closure = closureOnClient(version, daemon, repository({ '3.5.1': newer }));
    await expect(closure).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });
});

describe('a lock file on client 3.5.1', () => {
  it('holds a daemon that reads records', async () => {
    const folder = await temporaryFolder();
    const lockFile = join(folder, 'jars.lock');
    const lock = (...flags: string[]) => runCli(['lock', '--jars-lock', lockFile, ...flags]);
    expect(await lock('--client-version', '3.5.1')).toMatchObject({ exitCode: 0 });
    const { kcl, client, groups } = await readLockFile(lockFile);
    expect({ kcl, client }).toEqual({ kcl: '3.1.3', client: '3.5.1' });
    const coordinates = groups.daemon.map((jar) => one(jar.coordinates));
    const sdk = coordinates.filter(({ group }) => group === 'software.amazon.awssdk');
    expect(new Set(sdk.map(({ version }) => version))).toEqual(new Set(['2.41.21']));

    const words = ['one', 'two', 'three'];
    expect(await wordsRead(lockFile, 'Newer', words)).toEqual(['one', 'three', 'two']);
  }, 300_000);
});

describe('a lock', () => {
  it('records a client only if it is not the one that the daemon was published with', async () => {
    const resolver = repository({ '3.1.3': daemon, '3.5.1': newer });
    const make = (client: string) =>
      makeLock({ kcl: '3.1.3', client, overrides: [], additions: [] }, resolver, '');
    expect(await make('3.5.1')).toHaveProperty('client', '3.5.1');
    expect(await make('3.1.3')).not.toHaveProperty('client');
  });

  it('keeps its client until another daemon or client is asked for', async () => {
    const made = { lockVersion: 1, kcl: '3.1.3', client: '3.5.1', overrides: [], additions: [] } as const;
    const before = { ...made, groups: { daemon: [], tools: [] } };
    const asked = (flags: LockFlags) => lockRequest(flags, before, '');
    expect(await asked({})).toMatchObject({ kcl: '3.1.3', client: '3.5.1' });
    expect(await asked({ clientVersion: '3.4.2' })).toMatchObject({ client: '3.4.2' });
    expect(await asked({ kclVersion: '2.5.4' })).toMatchObject({ kcl: '2.5.4', client: undefined });
  });
});

/** A repository that has these versions of the client. */
function repository(versions: Readonly<Record<string, readonly Coordinates[]>>): Resolver {
  return {
    versions: () => Promise.resolve(Object.keys(versions)),
    published: (root) => Promise.resolve([...(versions[root.version] ?? [root])]),
    resolve: () => Promise.resolve([]),
  };
}

function one(text: string): Coordinates {
  const coordinates = parseCoordinates(text);
  if (!coordinates) throw new Error(text);
  return coordinates;
}
