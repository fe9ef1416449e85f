import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { messageOf, systemCode } from '../../errors.js';
import { jarFile, type JarStore } from './jar-store.js';
import type { LockedJar } from '../lock/lock-file.js';

export type JarState =
  | { readonly state: 'verified' }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly problem: string };

export interface CheckedJar {
  readonly jar: LockedJar;
  readonly file: string;
  readonly found: JarState;
}

/**
 * Reads ahead while the main thread hashes. Whole files and OpenSSL's SHA-256 on the main thread took 65 ms for the
 * 31 MB of the daemon on two cores; crypto.subtle, which copies each buffer to the thread pool, took 90.
 */
const READERS = 4;

/** Reads and hashes every jar. The answer is in the order of the jars. */
export async function verifyJars(jars: readonly LockedJar[], store: JarStore): Promise<CheckedJar[]> {
  const checked: CheckedJar[] = [];
  const queue = jars.entries();
  const reader = async (): Promise<void> => {
    for (const [index, jar] of queue) {
      const file = jarFile(store, jar);
      checked[index] = { jar, file, found: await verifyFile(file, jar) };
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return checked;
}

/** Whether a file is the jar that the lock names. */
export async function verifyFile(file: string, { size, sha256 }: LockedJar): Promise<JarState> {
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { state: 'missing' };
    return { state: 'damaged', problem: `cannot be read: ${messageOf(error)}` };
  }
  if (content.length !== size) {
    return { state: 'damaged', problem: `has ${content.length} bytes, expected ${size}` };
  }
  const actual = createHash('sha256').update(content).digest('hex');
  if (actual !== sha256) return { state: 'damaged', problem: `has sha256 ${actual}, expected ${sha256}` };
  return { state: 'verified' };
}
