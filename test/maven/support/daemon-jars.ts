import { homedir, tmpdir } from 'node:os';
import { basename } from 'node:path';
import { execa } from 'execa';
import { jarSettings, packagedLockFile } from '../../../src/cli/flags/jars.js';
import type { Context } from '../../../src/context.js';
import { ensureJars } from '../../../src/maven/fetch/ensure-jars.js';
import { silentReporter } from '../../../src/ui/reporter.js';

/** This process's own context, as the command line would build it, but silent. */
export function realContext(env: NodeJS.ProcessEnv = process.env): Context {
  return {
    env,
    cwd: process.cwd(),
    platform: process.platform,
    homedir: homedir(),
    tmpdir: tmpdir(),
    stdout: process.stdout,
    stderr: process.stderr,
    reporter: silentReporter,
    signal: new AbortController().signal,
  };
}

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
