import { describe, expect, it } from 'vitest';
import { packageVersion } from '../../src/version.js';
import { runCli } from '../support/run-cli.js';

describe('kcl-ts', () => {
  it('prints its version on stdout', async () => {
    expect(await runCli(['--version'])).toMatchObject({ exitCode: 0, stdout: packageVersion, stderr: '' });
  });

  it('lists its commands when asked for help, and exits 0', async () => {
    const { exitCode, stdout } = await runCli(['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('init');
  });

  it('exits 2 for an unknown command and suggests the one that was meant', async () => {
    const { exitCode, stderr } = await runCli(['initt']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown command 'initt'");
    expect(stderr).toContain('did you mean init?');
  });

  it('exits 2 for an unknown flag and suggests the one that was meant', async () => {
    const { exitCode, stderr } = await runCli(['init', '--streem', 'x']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown option '--streem'");
    expect(stderr).toContain('did you mean --stream?');
  });
});
