import { describe, expect, it } from 'vitest';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { createTable } from '../../../src/kcl/create-table.js';
import { dynamodbAt, leasesAt } from '../../support/aws.js';
import { embeddedStack } from '../../support/embedded-stack.js';
import { lockOf } from '../../support/lock-of.js';
import { runCli, type CliResult } from '../../support/run-cli.js';

const env = { AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '', AWS_REGION: 'us-east-1' };
const words = ['--stream', 'words', '--app', 'App'];

describe('kcl-ts provision', () => {
  it('makes the tables and the first leases, says so, and changes nothing the next time', async () => {
    const { kinesisEndpoint, dynamodbEndpoint } = await embeddedStack({ shards: 3 });
    const provision = (...flags: string[]): Promise<CliResult> =>
      runCli(
        [
          'provision',
          ...words,
          ...['--kinesis-endpoint', kinesisEndpoint, '--dynamodb-endpoint', dynamodbEndpoint],
          ...flags,
        ],
        { env },
      );
    expect(await provision('--from', '2026-11-01')).toMatchObject({
      stdout: [
        'table App: created',
        'table App-CoordinatorState: created',
        'table App-WorkerMetricStats: created',
        'leases: 3 created, from 2026-11-01T00:00:00.000Z',
      ].join('\n'),
      stderr: '',
      exitCode: 0,
    });
    const leases = await leasesAt(dynamodbEndpoint, 'App');
    expect(leases.map(({ checkpoint, owner }) => [checkpoint, owner])).toEqual(
      leases.map(() => ['AT_TIMESTAMP', undefined]),
    );
    expect(await provision()).toMatchObject({
      stdout: [
        'table App: already there',
        'table App-CoordinatorState: already there',
        'table App-WorkerMetricStats: already there',
        'leases: 3 already there',
      ].join('\n'),
      exitCode: 0,
    });
    expect(await leasesAt(dynamodbEndpoint, 'App')).toEqual(leases);
  });

  it('refuses a table of another use', async () => {
    const { kinesisEndpoint, dynamodbEndpoint } = await embeddedStack({ shards: 1 });
    const dynamodb = dynamodbAt(dynamodbEndpoint);
    const where = ['--kinesis-endpoint', kinesisEndpoint, '--dynamodb-endpoint', dynamodbEndpoint];
    await dynamodb.send(new CreateTableCommand(createTable('Orders', 'id')));
    const refused = await runCli(['provision', ...words, '--table-name', 'Orders', ...where], { env });
    expect(refused).toMatchObject({ stdout: '', exitCode: 2 });
    expect(refused.stderr).toContain("'Orders' is not a table of the KCL: its key is 'id'");
  });

  it('does not act as somebody else than the daemon would', async () => {
    const role = ['--role-arn', 'arn:aws:iam::123456789012:role/consumer'];
    const refused = await runCli(['provision', ...words, ...role], { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(
      'provision cannot use the credentials of StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/consumer',
    );
  });

  it('makes nothing where the daemon would use other tables', async () => {
    const old = await runCli(['provision', ...words, '--terraform'], {
      env: { ...env, KCL_TS_JARS_LOCK: await lockOf('2.5.4') },
    });
    expect(old).toMatchObject({ stdout: '', exitCode: 2 });
    expect(old.stderr).toContain('provision does not know the tables: KCL 2.5.4 has other tables than KCL 3');
  });

  it('prints templates without calling AWS, one kind at a time', async () => {
    const template = await runCli(['provision', ...words, '--cloudformation'], { env });
    expect(JSON.parse(template.stdout)).toMatchObject({ Resources: { LeaseTable: {} } });
    const terraform = await runCli(['provision', ...words, '--terraform'], { env });
    expect(terraform.stdout).toMatch(/^resource "aws_dynamodb_table" "lease_table" \{$/m);
    const both = await runCli(['provision', ...words, '--terraform', '--cloudformation'], { env });
    expect(both.exitCode).toBe(2);
  });
});
