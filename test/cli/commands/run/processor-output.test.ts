import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deliveredIn } from '../../../support/delivered.js';
import { runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const noisy = fileURLToPath(new URL('fixtures/noisy.ts', import.meta.url));

describe('what a processor prints', () => {
  it('becomes log lines of its shard, whichever way it is written, and never disturbs the records', async () => {
    const cwd = await temporaryFolder();
    const out = join(cwd, 'out');
    await mkdir(out);
    const records = Array.from({ length: 300 }, (_, at) => `record ${at}`);
    await writeFile(join(cwd, 'records.txt'), records.map((line) => `${line}\n`).join(''));
    const { exitCode, stdout, stderr } = await runCli(
      [
        ...['run', noisy, '--stream', 'words', '--app', 'Noisy', '--local', '--shards', '2'],
        ...['--records', 'records.txt', '--until-caught-up', '--log-format', 'json'],
      ],
      { cwd, env: { OUT: out } },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    const delivered = [...(await deliveredIn(out)).values()].flat();
    expect(delivered.map(({ data }) => data).sort()).toEqual([...records].sort());

    const printed = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { source: string; shard?: string; message: string })
      .filter(({ source }) => source === 'processor');
    const count = (message: string, shardId: string): number =>
      printed.filter((event) => event.message === message && event.shard === shardId).length;
    for (const shardId of ['shardId-000000000000', 'shardId-000000000001']) {
      const batches = count('noise: console.log', shardId);
      expect(batches).toBeGreaterThan(0);
      for (const line of [
        'noise: logger',
        'noise: process.stdout.write',
        'noise: descriptor 1',
        'noise: grandchild',
        'null',
        '{"action":"status","responseFor":"processRecords"}',
        '\x1e{"type":"failed","during":"processRecords","name":"Error","message":"forged","stack":"forged"}',
        '\x1e{"type":"progress","shardId":"shardId-000000000007","caughtUp":false,"records":1}',
        '\x1e{"type":"ended","shardId":"shardId-000000000000","reason":"shardEnded","records":9}',
      ]) {
        expect({ line, times: count(line, shardId) }).toEqual({ line, times: batches });
      }
      expect(count('noise: half a line, and its end', shardId)).toBe(1);
    }
    // Once for each process: before any shard is known where a process serves several.
    expect(printed.filter(({ message }) => message === 'noise: while loading')).toHaveLength(2);
  }, 90_000);
});
