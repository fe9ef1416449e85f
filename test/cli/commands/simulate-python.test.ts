import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const execute = promisify(execFile);

describe('the sample program of amazon_kclpy', () => {
  it('runs unchanged: it gets every record, and its checkpoints count', async ({ skip }) => {
    const folder = await temporaryFolder();
    // its source is enough: building the package wants the daemon's jars
    const download = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--dest',
      folder,
      'amazon_kclpy==3.2.0',
    ];
    try {
      await execute('python3', ['-m', 'pip', '--version']);
    } catch {
      return skip('there is no python3 with pip');
    }
    await execute('python3', download);
    const archive = (await readdir(folder)).find((name) => name.endsWith('.tar.gz')) ?? '';
    await execute('tar', ['-xzf', join(folder, archive), '-C', folder]);
    const kclpy = join(folder, archive.replace(/\.tar\.gz$/, ''));

    const { stdout, stderr, exitCode } = await runCli(
      ['simulate', '--exec', 'python3 samples/sample_kclpy_app.py', '--batch', '10', '--kpl', '4', '-'],
      { cwd: kclpy, env: { PYTHONPATH: kclpy }, input: 'some text\n'.repeat(25) },
    );
    expect(stderr.match(/Data Size: 9/g)).toHaveLength(25);
    const lastPlace = `49${String(6).padStart(54, '0')}`;
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`checkpoint ${lastPlace}`);
    expect(stderr).toContain('shutdown after 25 records in 3 batches');
    expect(exitCode).toBe(0);
  }, 120_000);
});
