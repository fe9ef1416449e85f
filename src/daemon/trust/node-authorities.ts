import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tls from 'node:tls';
import type { Environment } from '../../context.js';
import { messageOf, systemCode } from '../../errors.js';

export interface NodeAuthorities {
  /** Certificates, as DER, of authorities that node trusts besides those it comes with. */
  readonly certificates: readonly Buffer[];
  /** What is wrong with the variable that names them, one line each: node passes over most of it in silence. */
  readonly warnings: readonly string[];
}

/**
 * The authorities that this machine's owner has added to node's: the file of NODE_EXTRA_CA_CERTS; with
 * `--use-openssl-ca` in NODE_OPTIONS those of SSL_CERT_FILE and SSL_CERT_DIR; and what else node says that it trusts (from
 * 22.15 on it can be asked, which covers `--use-system-ca`).
 */
export async function nodeAuthorities(env: Environment): Promise<NodeAuthorities> {
  const warnings: string[] = [];
  const certificates: Buffer[] = [];
  const add = async (variable: string, file: string | undefined): Promise<void> => {
    if (!file) return;
    const found = await readPem(file);
    certificates.push(...found.certificates);
    if (found.problem !== undefined) warnings.push(`${variable}: ${file} ${found.problem}`);
  };
  await add('NODE_EXTRA_CA_CERTS', env['NODE_EXTRA_CA_CERTS']);
  if (/(^|\s)--use-openssl-ca(\s|$)/.test(env['NODE_OPTIONS'] ?? '')) {
    await add('SSL_CERT_FILE', env['SSL_CERT_FILE']);
    for (const file of await hashedFiles(env['SSL_CERT_DIR'])) await add('SSL_CERT_DIR', file);
  }
  certificates.push(...askNode());
  return { certificates, warnings };
}

interface PemFile {
  readonly certificates: readonly Buffer[];
  readonly problem?: string;
}

/** Reads up to the first certificate that cannot be read, as node does. */
async function readPem(file: string): Promise<PemFile> {
  let text: string;
  try {
    text = await readFile(file, 'latin1');
  } catch (error) {
    return { certificates: [], problem: `cannot be read (${systemCode(error) ?? messageOf(error)})` };
  }
  const certificates: Buffer[] = [];
  for (const [block] of text.matchAll(certificateBlock)) {
    try {
      certificates.push(new X509Certificate(block).raw);
    } catch (error) {
      const which = certificates.length + 1;
      return { certificates, problem: `is damaged from its certificate ${which} on (${messageOf(error)})` };
    }
  }
  return certificates.length > 0
    ? { certificates }
    : { certificates, problem: 'holds no certificate as PEM' };
}

const certificateBlock = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----[^-]*(?:-----END \1-----)?/g;

/** The names under which OpenSSL looks for an authority: a hash and a number. */
async function hashedFiles(folders: string | undefined): Promise<string[]> {
  if (!folders) return [];
  const found = folders.split(':').map(async (folder) => {
    const names = await readdir(folder).catch(() => []);
    return names.filter((name) => /^[0-9a-f]{8}\.\d+$/.test(name)).map((name) => join(folder, name));
  });
  return (await Promise.all(found)).flat();
}

function askNode(): Buffer[] {
  const ask: unknown = 'getCACertificates' in tls ? tls.getCACertificates : undefined;
  if (typeof ask !== 'function') return [];
  const answer: unknown = Reflect.apply(ask, tls, ['default']);
  if (!Array.isArray(answer)) return [];
  const bundled = new Set(tls.rootCertificates);
  return answer
    .filter((pem): pem is string => typeof pem === 'string' && !bundled.has(pem))
    .map((pem) => new X509Certificate(pem).raw);
}
