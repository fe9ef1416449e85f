import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { plainShell } from '../../support/plain-shell.js';
import { packInto } from './packed.js';

export interface Run {
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of a user's that has installed the packed package, in a folder whose name is not plain ASCII. */
export interface InstalledProject {
  readonly folder: string;
  readonly tarball: string;
  /** Runs a program there, such as npx or npm, to its end. Never rejects. */
  run(file: string, args: readonly string[], options?: { cwd?: string; input?: string }): Promise<Run>;
  /** `npx kcl-ts …`, or what it comes to without npm's own start. */
  kclTs(...args: readonly string[]): Promise<Run>;
  remove(): Promise<void>;
}

export async function installProject(): Promise<InstalledProject> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts é ')));
  const { tarball } = await packInto(folder);
  const run: InstalledProject['run'] = (file, args, { cwd = folder, input } = {}) =>
    execa(file, args, {
      cwd,
      env: {
        ...plainShell,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_REGION: 'us-east-1',
      },
      reject: false,
      ...(input === undefined ? { stdin: 'ignore' } : { input }),
    });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const installed = await run('npm', ['install', '--no-audit', '--no-fund', tarball]);
  if (installed.exitCode !== 0) throw new Error(installed.stderr);
  return {
    folder,
    tarball,
    run,
    kclTs: (...args) => run(join(folder, 'node_modules', '.bin', 'kcl-ts'), args),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
