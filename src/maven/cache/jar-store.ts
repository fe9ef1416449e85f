import { basename, join } from 'node:path';
import type { LockedJar } from '../lock/lock-file.js';

/** A folder that holds jars under their final names. */
export interface JarStore {
  readonly folder: string;
  /** `maven` is a repository's own layout, so a cache can serve as one; `flat` is one folder of jars. */
  readonly layout: 'maven' | 'flat';
}

/** Where a jar lies, or will lie. */
export function jarFile({ folder, layout }: JarStore, jar: LockedJar): string {
  return layout === 'maven' ? join(folder, ...jar.path.split('/')) : join(folder, basename(jar.path));
}

/** Where what java makes of the jars lies: beside the jars of a cache, among those of a plain folder. */
export function archiveFolder({ folder, layout }: JarStore): string {
  return layout === 'maven' ? join(folder, '..', 'classes') : folder;
}
