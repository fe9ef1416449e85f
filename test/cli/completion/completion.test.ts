import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, execaSync } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, runCli } from '../../support/run-cli.js';

const capture = (shell: string): string =>
  fileURLToPath(new URL(`fixtures/capture.${shell}`, import.meta.url));
const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

let folder: string;
const script = (shell: Shell): string => join(folder, `script.${shell}`);

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts ')));
  for (const shell of shells) {
    const { stdout, stderr, exitCode } = await runCli(['completion', shell]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    await writeFile(script(shell), stdout);
  }
  await mkdir(join(folder, 'my folder'));
  await writeFile(join(folder, 'my processor.ts'), '');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the shell itself offers at the end of a line. */
const offers: Record<Shell, (line: string) => Promise<string>> = {
  bash: async (line) => {
    const words = line.split(/ |(?<==)|(?==)/);
    return printed('bash', ['--norc', capture('bash'), script('bash'), ...words]);
  },
  zsh: async (line) => printed('zsh', ['-f', capture('zsh'), script('zsh'), line]),
  fish: async (line) =>
    printed('fish', ['--no-config', '-c', `source $argv[1]; complete -C $argv[2]`, script('fish'), line]),
};

async function printed(file: string, args: readonly string[]): Promise<string> {
  return (await execa(file, args, { cwd: folder })).stdout;
}

function isInstalled(shell: Shell): boolean {
  return execaSync(shell, ['--version'], { reject: false }).exitCode === 0;
}

describe.each(shells.filter(isInstalled))('completion for %s', (shell) => {
  it.each([
    ['kcl-ts ', ['run', 'init', 'completion', 'help'], ['--version']],
    ['kcl-ts run --log-l', ['--log-level'], ['--log-format']],
    ['kcl-ts run --log-level=de', ['debug'], ['warn']],
    ['kcl-ts run --retrieval-mode ', ['polling', 'fanout'], []],
    ['kcl-ts run --stream ', [], ['processor', '--app']],
    ['kcl-ts run --local --stream words my', ['my processor.ts'], []],
    ['kcl-ts leases re', ['reset', 'release'], ['run']],
    ['kcl-ts init my', ['my folder'], ['processor']],
    ['kcl-ts init --template ', ['basic', 'fan-out'], []],
  ])('offers after %j: %j, and not %j', async (line, expected, unwanted) => {
    const offered = (await offers[shell](line)).replaceAll('\\ ', ' ');
    for (const word of expected) expect(offered).toContain(word);
    for (const word of unwanted) expect(offered).not.toContain(word);
  });
});

describe('completion', () => {
  it('names each flag of each command for each shell', async () => {
    const { stdout } = await runCli(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name = '']) => name);
    for (const shell of shells) {
      const { stdout: text } = await execa(process.execPath, [cli, 'completion', shell]);
      for (const command of commands) expect(text).toContain(command);
      for (const flag of ['until-caught-up', 'no-hand-back', 'kpl', 'failover-time', 'prune']) {
        expect(text).toContain(shell === 'fish' ? `-l ${flag} ` : `--${flag}`);
      }
    }
  });

  it('refuses a shell that it does not know, and says which ones it does', async () => {
    const { stderr, exitCode } = await runCli(['completion', 'tcsh']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});
