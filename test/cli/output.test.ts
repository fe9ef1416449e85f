import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, closeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { cli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const full = '/dev/full';

/** Runs the command line with one of its outputs on a disk that is full. */
async function runOnFullDisk(args: readonly string[], output: 'stdout' | 'stderr', cwd: string) {
  const descriptor = openSync(full, 'w');
  const program = spawn(process.execPath, [cli, ...args], {
    cwd,
    stdio: ['ignore', output === 'stdout' ? descriptor : 'pipe', output === 'stderr' ? descriptor : 'pipe'],
  });
  closeSync(descriptor);
  let other = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (other += text));
  }
  const [exitCode] = (await once(program, 'close')) as [number | null];
  return { exitCode, other };
}

describe.skipIf(!existsSync(full))('an output that cannot be written', () => {
  it('fails a command whose data it is, without a stack', async () => {
    const { exitCode, other } = await runOnFullDisk(['--help'], 'stdout', await temporaryFolder());
    expect({ exitCode, other }).toEqual({
      exitCode: 1,
      other: expect.stringMatching(/^kcl-ts: cannot write to stdout: ENOSPC.*\n$/) as string,
    });
  });

  it('does not end the work when only the log is lost', async () => {
    const cwd = await temporaryFolder();
    await writeFile(
      join(cwd, 'processor.mjs'),
      `export default { processRecords: ({ checkpointer }) => { console.log('x'); return checkpointer.checkpoint(); } };`,
    );
    await writeFile(join(cwd, 'records'), 'a\n');
    const { exitCode, other } = await runOnFullDisk(['simulate', 'processor.mjs', 'records'], 'stderr', cwd);
    expect({ exitCode, other }).toEqual({
      exitCode: 0,
      other: expect.stringMatching(/^checkpoint \d+\n$/) as string,
    });
  });
});

describe('a reader that does not read', () => {
  it('does not keep a command that was asked to stop, whatever is still to be shown', async () => {
    const cwd = await temporaryFolder();
    await writeFile(
      join(cwd, 'processor.mjs'),
      `import { writeFileSync } from 'node:fs';
      export default {
        async processRecords({ records }) {
          for (let line = 0; line < 5000; line++) console.log(line, 'x'.repeat(200));
          writeFileSync('printed', '');
          await new Promise((resolve) => setTimeout(resolve, 100));
        },
      };`,
    );
    await writeFile(join(cwd, 'records'), 'a\n'.repeat(100));
    const program = spawn(process.execPath, [cli, 'simulate', 'processor.mjs', 'records', '--batch', '1'], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void program.kill('SIGKILL'));
    await vi.waitFor(() => expect(existsSync(join(cwd, 'printed'))).toBe(true), { timeout: 20_000 });
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([143, null]);
  });
});
