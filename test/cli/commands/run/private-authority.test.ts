import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinesisAt, putRecords } from '../../../support/aws.js';
import { deliveredIn } from '../../../support/delivered.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { privateAuthority, tlsInFrontOf, type PrivateAuthority } from '../../../support/private-authority.js';
import { runCli, type CliResult } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/record-everything.ts', import.meta.url));

interface Runs {
  readonly run: CliResult;
  readonly records: number;
  readonly doctor: CliResult;
  readonly leases: CliResult;
}

/** A worker, and what looks after it, where Kinesis and DynamoDB show certificates of a private authority. */
async function behind(authority: PrivateAuthority, variables: Record<string, string>): Promise<Runs> {
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
  const application = ['--stream', 'words', '--app', 'App'];
  const worker = ['run', processor, ...application, '--worker-id', 'w', '--until-caught-up', ...flags];
  const options = {
    cwd: folder,
    env: { NODE_EXTRA_CA_CERTS: undefined, AWS_CA_BUNDLE: undefined, ...env, OUT: out, ...variables },
  };
  const endpoints = flags.slice(0, 4);
  const [run, doctor, leases] = await Promise.all([
    runCli(worker, options),
    runCli(['doctor', ...application, ...endpoints], options),
    runCli(['leases', ...application, ...endpoints], options),
  ]);
  const records = [...(await deliveredIn(out)).values()].flat().length;
  return { run, records, doctor, leases };
}

describe('services whose certificates are those of a private authority', () => {
  it('are read when node is told of it by NODE_EXTRA_CA_CERTS', async () => {
    const authority = await privateAuthority();
    const { run, records, doctor } = await behind(authority, { NODE_EXTRA_CA_CERTS: authority.file });
    expect(run.stderr).not.toMatch(/certificate|trust/i);
    expect(records).toBe(1);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(doctor.stdout).toMatch(
      /^ok +certificates +java is given 1 authority that node was told to trust$/m,
    );
    expect(doctor.exitCode, doctor.stderr).toBe(0);
  }, 90_000);

  it('are refused with the cause and what to do, once, when it is not', async () => {
    const { run, doctor, leases } = await behind(await privateAuthority(), {});
    const toDo = '→ name the certificate of its authority with NODE_EXTRA_CA_CERTS=FILE';
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stderr).not.toMatch(/Exception|PKIX|sun\./);
    expect(run.stderr.match(/does not trust/g)?.length).toBeLessThanOrEqual(2);
    expect(run.stderr).toMatch(
      /^kcl-ts: the worker failed: java does not trust the certificate of an AWS endpoint\n {2}→ name/m,
    );
    expect(run.stderr).toContain(toDo);
    for (const { exitCode, stdout, stderr } of [doctor, leases]) {
      expect(`${stdout}${stderr}`).toMatch(
        /node does not trust the certificate of https:\/\/127\.0\.0\.1:\d+ \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
      );
      expect(`${stdout}${stderr}`).toContain(toDo);
      expect(exitCode).toBe(1);
    }
  }, 90_000);
});
