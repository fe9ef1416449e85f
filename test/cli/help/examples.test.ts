import { describe, expect, it } from 'vitest';
import { examples } from '../../../src/cli/help/examples.js';
import { nextSteps } from '../../../src/cli/help/next-steps.js';
import { listAllCommands, parseCommandLine } from '../../support/command-lines.js';
import { runCli } from '../../support/run-cli.js';

const lines = Object.values(examples).flat();

describe('the examples in the help', () => {
  it('are there for every command, up to three', async () => {
    expect(Object.keys(examples).sort()).toEqual((await listAllCommands()).sort());
    for (const [command, uses] of Object.entries(examples)) {
      expect(uses.length).toBeLessThanOrEqual(3);
      for (const use of uses) expect(use).toMatch(new RegExp(`^${command}( |$)`));
    }
  });

  it.each(lines)('parse: kcl-ts %s', async (line) => {
    await expect(parseCommandLine(`kcl-ts ${line}`)).resolves.toBe(line.split(' ')[0]);
  });

  it('are seen in the help', async () => {
    const { stdout } = await runCli(['leases', '--help']);
    expect(stdout).toMatch(/^Examples:\n {2}kcl-ts leases --stream words --app MyApp$/m);
  });
});

describe('kcl-ts alone', () => {
  it('says what to do next, and is no success', async () => {
    const { stderr, stdout, exitCode } = await runCli([]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe(nextSteps.trimEnd());
  });

  it('names commands that can be run', async () => {
    const named = nextSteps.match(/^ {2}kcl-ts .*$/gm) ?? [];
    expect(named.length).toBeGreaterThan(3);
    for (const line of named) await parseCommandLine(line.trim());
  });
});

describe('kcl-ts help', () => {
  it.each([[[]], [['--help']], [['-h']]])('with %j lists the commands, and exits 0', async (flags) => {
    const { stdout, exitCode } = await runCli(['help', ...flags]);
    expect(stdout).toMatch(/^ {2}run +consume/m);
    expect(exitCode).toBe(0);
  });
});
