import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinesisAt, leasesAt, putRecords } from '../../../support/aws.js';
import { deliveredIn } from '../../../support/delivered.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/record-everything.ts', import.meta.url));

describe('kcl-ts run with enhanced fan-out', () => {
  it('delivers every record and checkpoints the last of each shard', async () => {
    const folder = await temporaryFolder();
    const out = join(folder, 'out');
    await mkdir(out);
    const stack = await embeddedStack({ shards: 2, application: 'FanOut', workerId: 'worker-1' });
    const records = Array.from({ length: 1_000 }, (_, at) => ({
      data: `record ${at}`,
      partitionKey: `key ${at}`,
    }));
    await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', records);
    const { env, flags } = against(stack);
    const names = ['--stream', 'words', '--app', 'FanOut', '--worker-id', 'worker-1'];
    const args = ['run', processor, ...names, ...flags, '--retrieval-mode', 'fanout', '--until-caught-up'];
    const { exitCode, stderr } = await runCli(args, { cwd: folder, env: { ...env, OUT: out } });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });

    const byShard = await deliveredIn(out);
    const everything = [...byShard.values()].flat().map(({ data }) => data);
    expect(everything.sort()).toEqual(records.map(({ data }) => data).sort());
    expect(await leasesAt(stack.dynamodbEndpoint, 'FanOut')).toMatchObject(
      [...byShard].map(([shardId, shard]) => ({ shardId, checkpoint: shard.at(-1)?.sequenceNumber })),
    );
  }, 120_000);
});
