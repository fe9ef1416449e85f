import { basename } from 'node:path';
import { execa } from 'execa';
import { jarSettings, packagedLockFile } from '../../../src/cli/flags/jars.js';
import { ensureJars } from '../../../src/maven/fetch/ensure-jars.js';
import { realContext } from '../../support/real-context.js';

/** The class path of a lock file, kcl-ts's own unless another is named, from the user's cache. */
export async function daemonClassPath(lockFile = packagedLockFile): Promise<string[]> {
  const context = realContext();
  return (await ensureJars(jarSettings({ jarsLock: lockFile }, context), context)).classPath;
}

const fixtures = new URL('../fixtures/java/', import.meta.url);

/** Runs a Java source file of the fixtures, as `java File.java` does since Java 11. */
export async function runJava(
  source: string,
  {
    classPath = [],
    args = [],
    env = {},
  }: { classPath?: string[]; args?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const path = classPath.length > 0 ? ['-cp', classPath.join(':')] : [];
  const { stdout } = await execa(
    'java',
    ['-XX:TieredStopAtLevel=1', ...path, new URL(source, fixtures).pathname, ...args],
    { env, extendEnv: true },
  );
  return stdout;
}

/** `netty-common` for `…/netty-common-4.1.140.Final.jar`. */
export function artifactOf(file: string): string {
  return basename(file).replace(/-\d[^/]*\.jar$/, '');
}
