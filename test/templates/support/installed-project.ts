import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import type { TemplateName } from '../../../src/scaffold/templates.js';
import { plainShell } from '../../support/plain-shell.js';
import { runCli } from '../../support/run-cli.js';
import { packInto } from '../../package/support/packed.js';

export interface InstalledTemplate {
  readonly folder: string;
  /** The name of the packed package, in the folder. */
  readonly tarball: string;
  /** Runs one of its scripts to its end, and gives all that it printed. Rejects when it fails. */
  script(name: string, ...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** What `init` writes into an empty folder, with its packages from npm, and kcl-ts itself as it would be published. */
export async function installTemplate(template: TemplateName): Promise<InstalledTemplate> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts é ')));
  const folder = join(base, 'my consumer');
  const { exitCode, stderr } = await runCli(['init', folder, '--template', template]);
  if (exitCode !== 0) throw new Error(stderr);
  const { tarball } = await packInto(folder);
  const manifest = join(folder, 'package.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace(/"kcl-ts": ".*"/, `"kcl-ts": "file:${basename(tarball)}"`));
  const npm = async (...args: readonly string[]): Promise<string> => {
    const { all } = await execa('npm', args, {
      cwd: folder,
      env: { ...plainShell, NODE_TEST_CONTEXT: undefined },
      stdin: 'ignore',
      all: true,
      // Before the test is over by its limit: then what was printed tells why.
      timeout: 100_000,
      killSignal: 'SIGKILL',
    });
    return all;
  };
  await npm('install', '--no-audit', '--no-fund', '--prefer-offline');
  return {
    folder,
    tarball: basename(tarball),
    script: (name, ...args) => npm('run', name, '--', ...args),
    remove: () => rm(base, { recursive: true, force: true }),
  };
}
