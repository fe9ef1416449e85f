import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../src/context.js';
import { cacheFolder } from '../../src/maven/cache/cache-folder.js';
import { silentReporter } from '../../src/ui/reporter.js';

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

/** A file or folder of the user's cache, where the jars are that the tests use. */
export function inCache(...names: string[]): string {
  return join(cacheFolder(realContext()), ...names);
}
