import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readJks, writeJks } from '../../../src/daemon/trust/jks.js';
import { trustForJava, type Trust } from '../../../src/daemon/trust/trust-store.js';
import { privateAuthority } from '../../support/private-authority.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

async function keytool(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('keytool', [...args], { maxBuffer: 2 ** 24 })).stdout;
}

async function authority(name: string): Promise<string> {
  return (await privateAuthority(name)).file;
}

const plain = ['-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE', '-J-Dkeystore.pkcs12.macAlgorithm=NONE'];
const kinds: Readonly<Record<string, readonly string[]>> = {
  'a JKS, as up to 17': ['-storetype', 'JKS'],
  'a PKCS #12 without a password, as from 18 on': ['-storetype', 'PKCS12', ...plain],
  'a PKCS #12 with the usual password': ['-storetype', 'PKCS12'],
};

/** A java that trusts this authority alone; its keytool is the real one, which makes the store if there are options. */
async function javaThatTrusts(pem: string, storeOptions?: readonly string[]): Promise<string> {
  const home = await temporaryFolder();
  await mkdir(join(home, 'bin'));
  await mkdir(join(home, 'lib', 'security'), { recursive: true });
  const store = join(home, 'lib', 'security', 'cacerts');
  if (storeOptions) {
    const options = ['-keystore', store, '-storepass', 'changeit', '-alias', 'a', ...storeOptions];
    await keytool('-importcert', '-noprompt', '-file', pem, ...options);
  } else await writeFile(store, writeJks([new X509Certificate(await readFile(pem)).raw]));
  await writeFile(join(home, 'bin', 'keytool'), '#!/bin/sh\nexec keytool "$@"\n');
  await chmod(join(home, 'bin', 'keytool'), 0o755);
  await writeFile(join(home, 'bin', 'java'), '');
  return join(home, 'bin', 'java');
}

function subjectsIn({ store }: Trust): string[] {
  return (readJks(store ?? Buffer.alloc(0)) ?? []).map((der) => new X509Certificate(der).subject);
}

/** Whom java's own tool finds in the store. */
async function subjectsByKeytool({ store }: Trust): Promise<string[]> {
  const file = join(await temporaryFolder(), 'made.jks');
  await writeFile(file, store ?? '');
  const listed = await keytool('-list', '-rfc', '-keystore', file, '-storepass', 'changeit');
  const blocks = listed.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem) => new X509Certificate(pem).subject);
}

describe('the trust store made for java', () => {
  it.each(Object.entries(kinds))(
    'holds what java trusts by itself, from %s, and what NODE_EXTRA_CA_CERTS names',
    async (_kind, options) => {
      const java = await javaThatTrusts(await authority('Known'), options);
      const env = { NODE_EXTRA_CA_CERTS: await authority('Added') };
      const trust = await trustForJava({ java, env, jvmOptions: [] });
      expect(trust).toMatchObject({ added: 1, warnings: [] });
      expect(await subjectsByKeytool(trust)).toEqual(['CN=Known', 'CN=Added']);
    },
  );

  it('holds all authorities of a file, and of SSL_CERT_FILE and SSL_CERT_DIR where node reads these', async () => {
    const java = await javaThatTrusts(await authority('Known'));
    const folder = await temporaryFolder();
    const names = ['One', 'Two', 'Three', 'Four'];
    const [one = '', two = '', three = '', four = ''] = await Promise.all(names.map(authority));
    const both = join(folder, 'both.pem');
    await writeFile(both, `# mine\n${await readFile(one, 'utf8')}\n${await readFile(two, 'utf8')}`);
    await copyFile(four, join(folder, '0a1b2c3d.0'));
    const env = { NODE_EXTRA_CA_CERTS: both, SSL_CERT_FILE: three, SSL_CERT_DIR: folder };
    const usual = await trustForJava({ java, env, jvmOptions: [] });
    expect(subjectsIn(usual)).toEqual(['CN=Known', 'CN=One', 'CN=Two']);
    const openssl = { ...env, NODE_OPTIONS: '--no-warnings --use-openssl-ca' };
    expect(subjectsIn(await trustForJava({ java, env: openssl, jvmOptions: [] }))).toEqual(
      ['Known', 'One', 'Two', 'Three', 'Four'].map((name) => `CN=${name}`),
    );
  });

  it('is not made when java trusts them by itself, or there is nothing to add', async () => {
    const file = await authority('Known');
    const java = await javaThatTrusts(file);
    const nothing = { added: 0, isNamed: false, warnings: [] };
    const known = await trustForJava({ java, env: { NODE_EXTRA_CA_CERTS: file }, jvmOptions: [] });
    expect(known).toEqual({ extra: 1, ...nothing });
    expect(await trustForJava({ java, env: {}, jvmOptions: [] })).toEqual({ extra: 0, ...nothing });
  });

  it('is not made when the user names one, in whichever way', async () => {
    const java = await javaThatTrusts(await authority('Known'));
    const env = { NODE_EXTRA_CA_CERTS: await authority('Added') };
    const option = '-Djavax.net.ssl.trustStore=/mine.p12';
    const named = { extra: 1, added: 0, isNamed: true, warnings: [] };
    expect(await trustForJava({ java, env, jvmOptions: [option] })).toEqual(named);
    const variable = { ...env, JDK_JAVA_OPTIONS: `-Xmx1g ${option}` };
    expect(await trustForJava({ java, env: variable, jvmOptions: [] })).toEqual(named);
  });

  it('holds what node comes with if what java trusts cannot be read', async () => {
    const env = { NODE_EXTRA_CA_CERTS: await authority('Added') };
    const trust = await trustForJava({ java: '/no/such/java', env, jvmOptions: [] });
    expect(trust.added).toBe(1);
    expect(subjectsIn(trust)).toHaveLength(rootCertificates.length + 1);
  });
});

describe('a file of NODE_EXTRA_CA_CERTS that is not what it should be', () => {
  it('is read as far as node reads it, with a warning', async () => {
    const folder = await temporaryFolder();
    const java = await javaThatTrusts(await authority('Known'));
    const good = await readFile(await authority('Good'), 'utf8');
    const bad = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const files = {
      'empty.pem': '',
      'bad.pem': bad,
      'mixed.pem': `${good}${bad}${good}`,
      'der.crt': '0\u0082',
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const warnings = async (name: string): Promise<[number, readonly string[]]> => {
      const env = { NODE_EXTRA_CA_CERTS: join(folder, name) };
      const trust = await trustForJava({ java, env, jvmOptions: [] });
      return [trust.added, trust.warnings.map((warning) => warning.replace(folder, ''))];
    };
    expect(await warnings('none.pem')).toEqual([
      0,
      ['NODE_EXTRA_CA_CERTS: /none.pem cannot be read (ENOENT)'],
    ]);
    expect(await warnings('')).toEqual([0, ['NODE_EXTRA_CA_CERTS:  cannot be read (EISDIR)']]);
    for (const name of ['empty.pem', 'der.crt']) {
      expect(await warnings(name)).toEqual([
        0,
        [`NODE_EXTRA_CA_CERTS: /${name} holds no certificate as PEM`],
      ]);
    }
    expect(await warnings('bad.pem')).toEqual([
      0,
      [expect.stringContaining('damaged from its certificate 1 on')],
    ]);
    expect(await warnings('mixed.pem')).toEqual([
      1,
      [expect.stringMatching(/^NODE_EXTRA_CA_CERTS: \/mixed\.pem is damaged from its certificate 2 on/)],
    ]);
  });
});
