import { X509Certificate } from 'node:crypto';
import { access, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run, succeeded } from '../../processes.js';
import { readJks } from './jks.js';
import { readPlainPkcs12 } from './pkcs12.js';

/**
 * The certificates, as DER, of the authorities that a java trusts by itself; undefined if they cannot be read.
 *
 * The usual two kinds of store are read here, which takes milliseconds; a store under a password is left to the keytool
 * of that java (half a second).
 *
 * @param java path of its launcher
 */
export async function javaAuthorities(java: string): Promise<readonly Buffer[] | undefined> {
  const home = await homeOf(java);
  if (home === undefined) return undefined;
  // The order of sun.security.ssl.TrustStoreManager.
  for (const name of ['jssecacerts', 'cacerts']) {
    const file = join(home, 'lib', 'security', name);
    const store = await readFile(file).catch(() => undefined);
    if (store) return read(store) ?? (await askKeytool(home, file));
  }
  return undefined;
}

function read(store: Buffer): readonly Buffer[] | undefined {
  try {
    return readJks(store) ?? readPlainPkcs12(store);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `java.home`: the folder that the launcher lies in, of a JDK 8 its `jre`; of a launcher that stands for another, its word. */
async function homeOf(java: string): Promise<string | undefined> {
  const folder = dirname(dirname(await realpath(java).catch(() => java)));
  for (const home of [folder, join(folder, 'jre')]) if (await isHome(home)) return home;
  const { stderr } = await run(java, ['-XshowSettings:properties', '-version'], { timeoutMs: 15_000 });
  return /^\s*java\.home = (.+?)\s*$/m.exec(stderr)?.[1];
}

function isHome(folder: string): Promise<boolean> {
  return isThere(join(folder, 'lib', 'security'));
}

async function askKeytool(home: string, store: string): Promise<readonly Buffer[] | undefined> {
  const own = join(home, 'bin', 'keytool');
  const keytool = (await isThere(own)) ? own : join(dirname(home), 'bin', 'keytool');
  const options = ['-list', '-rfc', '-keystore', store, '-storepass', 'changeit'];
  const { ending, stdout } = await run(keytool, options, { timeoutMs: 30_000 });
  if (!succeeded(ending)) return undefined;
  try {
    const blocks = stdout.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
    return blocks.map((block) => new X509Certificate(block).raw);
  } catch {
    return undefined;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
