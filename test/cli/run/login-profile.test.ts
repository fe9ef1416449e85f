import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinesisAt, putRecords } from '../../support/aws.js';
import { logIn } from '../../support/aws-login.js';
import { deliveredIn } from '../../support/delivered.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/record-everything.ts', import.meta.url));

describe('a profile of aws login, which the AWS SDK for Java does not know', () => {
  it('gives java its credentials, and no file, option or log line a secret', async () => {
    const home = await temporaryFolder();
    const out = join(home, 'out');
    await mkdir(out);
    await logIn(home, 'dev');
    const stack = await embeddedStack({ shards: 1, application: 'App', workerId: 'w' });
    await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', [{ data: 'a', partitionKey: 'b' }]);
    const names = ['--stream', 'words', '--app', 'App', '--worker-id', 'w', '--until-caught-up'];
    const unset = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_PROFILE: undefined };
    const env = { ...unset, HOME: home, AWS_EC2_METADATA_DISABLED: 'true', OUT: out };
    const { flags } = against(stack);
    const { exitCode, stderr } = await runCli(
      ['run', processor, ...names, ...flags, '--profile', 'dev', '--log-level', 'debug'],
      { cwd: home, env },
    );
    expect(stderr).not.toMatch(/login-secret|login-token|refresh-secret/);
    expect([...(await deliveredIn(out)).values()].flat()).toHaveLength(1);
    expect(exitCode).toBe(0);
  }, 120_000);
});
