import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinesisAt, putRecords } from '../../support/aws.js';
import { deliveredIn } from '../../support/delivered.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { privateAuthority, tlsInFrontOf, type PrivateAuthority } from '../../support/private-authority.js';
import { runCli, type CliResult } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/record-everything.ts', import.meta.url));

interface Run extends CliResult {
  readonly records: number;
}

/** A worker whose Kinesis and DynamoDB show certificates of a private authority. */
async function run(authority: PrivateAuthority, variables: Record<string, string>): Promise<Run> {
  const folder = await temporaryFolder();
  const out = join(folder, 'out');
  await mkdir(out);
  const stack = await embeddedStack({ shards: 1, application: 'App', workerId: 'w' });
  await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', [{ data: 'a', partitionKey: 'b' }]);
  const { env, flags } = against({
    ...stack,
    kinesisEndpoint: await tlsInFrontOf(stack.kinesisEndpoint, authority),
    dynamodbEndpoint: await tlsInFrontOf(stack.dynamodbEndpoint, authority),
  });
  const names = ['--stream', 'words', '--app', 'App', '--worker-id', 'w', '--until-caught-up'];
  const result = await runCli(['run', processor, ...names, ...flags], {
    cwd: folder,
    env: { NODE_EXTRA_CA_CERTS: undefined, AWS_CA_BUNDLE: undefined, ...env, OUT: out, ...variables },
  });
  const records = [...(await deliveredIn(out)).values()].flat().length;
  return { ...result, records };
}

describe('services whose certificates are those of a private authority', () => {
  it('are read when node is told of it by NODE_EXTRA_CA_CERTS', async () => {
    const authority = await privateAuthority();
    const { exitCode, records, stderr } = await run(authority, { NODE_EXTRA_CA_CERTS: authority.file });
    expect(stderr).not.toMatch(/certificate|trust/i);
    expect(records).toBe(1);
    expect(exitCode).toBe(0);
  }, 90_000);
});
