import { execa } from 'execa';
import { cli } from '../../support/run-cli.js';
import type { JarProject } from './jar-project.js';

/** `kcl-ts fetch-jars` of a project as a process of its own, from one repository. */
export function startFetch({ env, lockFile }: JarProject, url: string, ...args: readonly string[]) {
  return execa(process.execPath, [cli, 'fetch-jars', '--jars-lock', lockFile, '--maven-repo', url, ...args], {
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
}
