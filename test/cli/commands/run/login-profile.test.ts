import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinesisAt, putRecords } from '../../../support/aws.js';
import { logIn } from '../../../support/aws-login.js';
import { deliveredIn } from '../../../support/delivered.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/record-everything.ts', import.meta.url));

describe('a profile of aws login, which the AWS SDK for Java does not know', () => {
  it('gives java its credentials, and no file, option or log line a secret', async () => {
    const home = await temporaryFolder();
    const out = join(home, 'out');
    await mkdir(out);
    const login = await logIn(home, 'dev');
    const stack = await embeddedStack({ shards: 1, application: 'App', workerId: 'w' });
    await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', [{ data: 'a', partitionKey: 'b' }]);
    const names = ['--stream', 'words', '--app', 'App', '--worker-id', 'w', '--until-caught-up'];
    const env = { ...login, OUT: out };
    const { flags } = against(stack);
    const { exitCode, stderr } = await runCli(
      ['run', processor, ...names, ...flags, '--profile', 'dev', '--log-level', 'debug'],
      { cwd: home, env },
    );
    expect(stderr).not.toMatch(/login-secret|login-token|refresh-secret/);
    expect([...(await deliveredIn(out)).values()].flat()).toHaveLength(1);
    expect(exitCode, stderr).toBe(0);
  }, 120_000);

  it('whose login has ended is named before anything is read, in one message', async () => {
    const home = await temporaryFolder();
    const login = await logIn(home, 'dev', { expiresAt: new Date(Date.now() - 1000) });
    const stack = await embeddedStack({ shards: 1, application: 'App', workerId: 'w' });
    const env = { ...login, AWS_ENDPOINT_URL_SIGNIN: 'http://127.0.0.1:1', OUT: home };
    const { flags } = against(stack);
    const where = ['--stream', 'words', '--app', 'App', '--profile', 'dev'];
    const run = await runCli(['run', processor, ...where, ...flags], { cwd: home, env });
    expect(run.stderr.split('\n').filter((line) => !line.includes('INFO'))).toEqual([
      'kcl-ts: the worker failed: the aws login session has ended, or cannot be renewed',
      '  → log in again with aws login; if that does not help, check the network and the proxy',
    ]);
    expect(run.exitCode, run.stderr).toBe(2);
    const doctor = await runCli(['doctor', ...where, ...flags.slice(0, 4)], { cwd: home, env });
    expect(doctor.stdout).toMatch(
      /^fail +credentials +the login of the profile dev gives no credentials\n {6}→ log in again/m,
    );
  }, 90_000);
});
