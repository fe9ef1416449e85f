import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { kinesisAt, putRecords } from '../../../support/aws.js';
import { deliveredIn } from '../../../support/delivered.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { runCli } from '../../../support/run-cli.js';
import { startCli } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('../run/fixtures/record-everything.ts', import.meta.url));

it('a reset is refused while a worker runs, and then the next one reads from exactly the record asked for', async () => {
  const folder = await temporaryFolder();
  const stack = await embeddedStack({ application: 'Reset', workerId: 'worker', shards: 2 });
  const records = Array.from({ length: 40 }, (_, at) => ({
    data: `record ${at}`,
    partitionKey: `key ${at}`,
  }));
  await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', records);
  const { env, flags } = against(stack);
  const application = ['--stream', 'words', '--app', 'Reset', ...flags];
  const into = async (name: string): Promise<{ out: string; env: Record<string, string> }> => {
    const out = join(folder, name);
    await mkdir(out);
    return { out, env: { ...env, OUT: out } };
  };
  const run = ['run', processor, '--worker-id', 'worker', ...application];
  const reset = (...args: string[]) => {
    const where = application.filter(
      (flag, at) => flag !== '--metrics' && application[at - 1] !== '--metrics',
    );
    const kept = where.filter((flag, at) => flag !== '--set' && where[at - 1] !== '--set');
    return runCli(['leases', 'reset', '--yes', '--no-dump', ...args, ...kept], { cwd: folder, env });
  };

  const all = await into('all');
  const worker = startCli(run, { cwd: folder, env: all.env });
  const read = async (): Promise<number> => [...(await deliveredIn(all.out)).values()].flat().length;
  for (let batches = 1; (await read()) < records.length; batches++)
    await worker.saw(/delivered \d+/, batches);
  const refused = await reset('--to', 'trim-horizon');
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.stderr).toContain('of Reset is at work: worker');
  worker.signal('SIGTERM');
  expect(await worker.result).toMatchObject({ exitCode: 0 });

  const [[shardId, shard] = ['', []]] = [...(await deliveredIn(all.out))];
  const rest = shard.slice(Math.floor(shard.length / 2));
  const done = await reset('--to', rest[0]?.sequenceNumber ?? '', '--shard', shardId);
  expect(done).toMatchObject({ exitCode: 0 });
  const again = await into('again');
  expect(await runCli([...run, '--until-caught-up'], { cwd: folder, env: again.env })).toMatchObject({
    exitCode: 0,
  });
  const delivered = await deliveredIn(again.out);
  expect(delivered.get(shardId)).toEqual(rest);
  expect([...delivered.values()].flat()).toHaveLength(rest.length);
});
