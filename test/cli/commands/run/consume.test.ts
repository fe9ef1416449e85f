import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinesisAt, leasesAt, putRecords } from '../../../support/aws.js';
import { deliveredIn } from '../../../support/delivered.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { runCli } from '../../../support/run-cli.js';
import { startCli } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/record-everything.ts', import.meta.url));

describe('kcl-ts run, with the real daemon', () => {
  it('delivers 5,000 records over 4 shards, checkpoints the last of each shard on SIGTERM, and delivers none again', async () => {
    const folder = await temporaryFolder();
    const out = join(folder, 'out');
    await mkdir(out);
    const stack = await embeddedStack({ application: 'Everything', workerId: 'worker-1' });
    const records = Array.from({ length: 5_000 }, (_, at) => ({
      data: `record ${at} Æ`,
      partitionKey: `clé ${at}`,
    }));
    await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', records);

    const { env, flags } = against(stack);
    const args = [
      'run',
      processor,
      '--stream',
      'words',
      '--app',
      'Everything',
      '--worker-id',
      'worker-1',
      ...flags,
    ];
    const worker = startCli(args, { cwd: folder, env: { ...env, OUT: out } });
    const delivered = async (): Promise<number> =>
      [...(await deliveredIn(out)).values()].reduce((sum, shard) => sum + shard.length, 0);
    for (let batches = 1; (await delivered()) < records.length; batches++)
      await worker.saw(/delivered \d+/, batches);
    worker.signal('SIGTERM');
    const { exitCode } = await worker.result;
    expect(exitCode).toBe(0);

    const byShard = await deliveredIn(out);
    expect([...byShard.keys()]).toHaveLength(4);
    const everything = [...byShard.values()].flat();
    expect(everything.map(({ data, partitionKey }) => `${partitionKey} ${data}`).sort()).toEqual(
      records.map(({ data, partitionKey }) => `${partitionKey} ${data}`).sort(),
    );
    expect(await leasesAt(stack.dynamodbEndpoint, 'Everything')).toMatchObject(
      [...byShard].map(([shardId, shard]) => ({ shardId, checkpoint: shard.at(-1)?.sequenceNumber })),
    );

    const again = join(folder, 'again');
    await mkdir(again);
    const second = await runCli([...args, '--until-caught-up'], { cwd: folder, env: { ...env, OUT: again } });
    expect(second.exitCode, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/ended \(shutdownRequested\): 0 records/);
    expect(await deliveredIn(again)).toEqual(new Map());
  }, 120_000);
});
