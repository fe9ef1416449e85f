import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { aggregated, type UserRecord } from '../../support/aggregated.js';
import { kinesisAt } from '../../support/aws.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/checkpoint-inside.ts', import.meta.url));

interface Seen extends UserRecord {
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
}

describe('aggregated records, with the real daemon', () => {
  it('come with sub-sequence numbers, and a checkpoint inside an aggregate holds after a restart', async () => {
    const folder = await temporaryFolder();
    const stack = await embeddedStack({ shards: 1, application: 'Kpl', workerId: 'w' });
    const client = kinesisAt(stack.kinesisEndpoint);
    const groups = Array.from({ length: 3 }, (_, group) =>
      Array.from({ length: 5 }, (_, i) => ({ partitionKey: `key-${i}`, data: `${group}-${i} Æ` })),
    );
    const sequenceNumbers: string[] = [];
    for (const group of groups) {
      const { partitionKey, data } = await aggregated(group);
      const put = new PutRecordCommand({ StreamName: 'words', PartitionKey: partitionKey, Data: data });
      sequenceNumbers.push((await client.send(put)).SequenceNumber ?? '');
    }
    const expected = groups.flatMap((group, g) =>
      group.map((record, subSequenceNumber) => ({
        ...record,
        sequenceNumber: sequenceNumbers[g] ?? '',
        subSequenceNumber,
      })),
    );

    const { env, flags } = against(stack);
    const run = async (out: string, checkpointAt: string): Promise<Seen[]> => {
      const args = ['run', processor, '--stream', 'words', '--app', 'Kpl', '--worker-id', 'w', ...flags];
      const result = await runCli([...args, '--until-caught-up'], {
        cwd: folder,
        env: { ...env, OUT: join(folder, out), CHECKPOINT_AT: checkpointAt },
      });
      expect(result.stderr + result.stdout).not.toContain('ERROR');
      expect(result.exitCode).toBe(0);
      const lines = (await readFile(join(folder, out), 'utf8')).trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line) as Seen);
    };

    expect(await run('first', '1-2 Æ')).toEqual(expected);
    expect(await run('second', '2-4 Æ')).toEqual(expected.slice(8));
  }, 120_000);
});
