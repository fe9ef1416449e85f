import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { embeddedStack } from '../../support/embedded-stack.js';
import { cli, runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const env = { AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '', AWS_REGION: '', KCL_TS_STREAM: '' };

interface Printed {
  readonly data?: string;
  readonly base64?: string;
}

describe('what put is given', () => {
  it('may be nothing, end without a line end, be no text, and not be longer than the stream takes', async () => {
    const stack = await embeddedStack({ shards: 1 });
    const folder = await temporaryFolder();
    const args = ['put', 'words', '--key', 'k', '--kinesis-endpoint', stack.kinesisEndpoint];
    const put = async (name: string, bytes: Uint8Array | string): Promise<string> => {
      await writeFile(join(folder, name), bytes);
      const { stderr, exitCode } = await runCli([...args, name], { cwd: folder, env });
      return `${exitCode} ${stderr}`;
    };
    expect(await put('empty', '')).toBe('0 0 records put into words');
    expect(await put('blank', '\n\r\n\n')).toBe('0 0 records put into words');
    expect(await put('open', 'first\nlast')).toBe('0 2 records put into words');
    const long = 'x'.repeat(1_500_000);
    // As a stream of AWS, the embedded one takes 1 MiB unless its limit is set higher.
    const tooLong = await put('long', `${long}\n`);
    expect(tooLong).toContain('2 kcl-ts: the stream words does not take a record: ');
    expect(tooLong).toContain('a stream takes records of at most 1 MiB');
    expect(await put('too-long', `fits\n${'x'.repeat(10 * 1024 * 1024)}x`)).toMatch(
      /kcl-ts: line 2 of too-long is not a record: it has \d+ bytes/,
    );
    const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x80, 0x0a, 0x00]);
    const { exitCode, stderr } = await execa(process.execPath, [cli, ...args], { input: bytes, env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '3 records put into words' });

    const where = ['--kinesis-endpoint', stack.kinesisEndpoint];
    const { stdout } = await runCli(['tail', 'words', '--json', ...where], { env });
    const records = stdout.split('\n').map((line) => JSON.parse(line) as Printed);
    expect(
      records.map(({ data, base64 }) => data ?? Buffer.from(base64 ?? '', 'base64').toString('hex')),
    ).toEqual(['first', 'last', 'ff00', '80', '\0']);
  }, 90_000);
});

it('a tail whose reader leaves ends well and says nothing', async () => {
  const stack = await embeddedStack({ shards: 2 });
  const where = ['--kinesis-endpoint', stack.kinesisEndpoint];
  // More than a pipe holds.
  const input = Array.from({ length: 3_000 }, (_, at) => `${at} ${'x'.repeat(100)}\n`).join('');
  await runCli(['put', 'words', ...where], { env, input });
  const script = '{ "$@"; echo "exit $?" >&2; } | head -n 1';
  for (const flags of [[], ['--follow', '--from', 'trim-horizon'], ['--json'], ['--data-only']]) {
    const tail = [process.execPath, cli, 'tail', 'words', ...flags, ...where];
    const { stdout, stderr } = await execa('sh', ['-c', script, 'sh', ...tail], { env, reject: false });
    expect(stdout).toMatch(/^.*x{100}.*$/);
    expect(stderr).toBe('exit 0');
  }
}, 90_000);
