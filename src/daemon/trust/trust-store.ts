import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { Environment } from '../../context.js';
import { javaAuthorities } from './java-authorities.js';
import { writeJks } from './jks.js';
import { nodeAuthorities } from './node-authorities.js';

export interface TrustRequest {
  /** Path of java's launcher. */
  readonly java: string;
  /** What java is started in. */
  readonly env: Environment;
  /** The user's own options for the JVM. */
  readonly jvmOptions: readonly string[];
}

export interface Trust {
  /**
   * The content of a trust store for java (JKS); undefined where java by itself trusts all that node does, or the user
   * has named a store.
   */
  readonly store?: Buffer;
  /** How many authorities node trusts besides those it comes with. */
  readonly extra: number;
  /** How many of them the store adds to java's. */
  readonly added: number;
  /** Whether the user's own options name java's store. */
  readonly isNamed: boolean;
  readonly warnings: readonly string[];
}

/**
 * What java must be told so that it trusts what node trusts: its own authorities, and those that NODE_EXTRA_CA_CERTS and
 * its like add to node's.
 */
export async function trustForJava({ java, env, jvmOptions }: TrustRequest): Promise<Trust> {
  const { certificates, warnings } = await nodeAuthorities(env);
  const isNamed = namesTrustStore(env, jvmOptions);
  const found = { extra: certificates.length, isNamed, warnings };
  if (certificates.length === 0 || isNamed) return { ...found, added: 0 };
  const own = await javaAuthorities(java);
  const known = own ?? rootCertificates.map((pem) => new X509Certificate(pem).raw);
  const all = new Map([...known, ...certificates].map((der) => [der.toString('latin1'), der]));
  const added = all.size - new Set(known.map((der) => der.toString('latin1'))).size;
  if (added === 0 && own) return { ...found, added };
  return { ...found, store: writeJks([...all.values()]), added };
}

/** The options with which java uses the store in this file. */
export function useTrustStore(file: string): string[] {
  return [`-Djavax.net.ssl.trustStore=${file}`, '-Djavax.net.ssl.trustStoreType=jks'];
}

/** Java takes options from its command line and from three variables; a store named in any of them is meant to be used. */
function namesTrustStore(env: Environment, jvmOptions: readonly string[]): boolean {
  const variables = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS'].map((name) => env[name] ?? '');
  return [...variables, ...jvmOptions].some((text) => text.includes('-Djavax.net.ssl.trustStore'));
}
