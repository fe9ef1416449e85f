import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { plainShell } from '../../../support/plain-shell.js';
import { startCli } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { listenToPage } from '../../../worker/observers/page/support/listen-to-page.js';

const processor = fileURLToPath(new URL('fixtures/checkpoints.ts', import.meta.url));

it('offers its live view as a web page, which shows shards, records and the log of a real run', async () => {
  const folder = await temporaryFolder();
  const texts = Array.from({ length: 12 }, (_, at) => `<script>word ${at}</script>`);
  await writeFile(join(folder, 'words.txt'), texts.join('\n'));
  const worker = startCli(
    [
      ...['run', processor, '--stream', 'words', '--app', 'MyApp'],
      ...['--local', '--shards', '2', '--records', 'words.txt'],
    ],
    { cwd: folder, env: plainShell },
  );
  await worker.saw(/live view: (\S+)/);
  const [, address = ''] = /live view: (http:\S+)/.exec(worker.output()) ?? [];
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const { next } = await listenToPage(address);
  const seen = new Set<string>();
  const { state } = await next(({ state: { board, records } }) => {
    for (const { text } of records) seen.add(text ?? '');
    return (
      seen.size === texts.length &&
      board.shards.every((shard) => shard.records > 0 && shard.state === 'caught up')
    );
  });
  expect([...seen].sort()).toEqual([...texts].sort());
  expect(state.board).toMatchObject({ stream: 'words', application: 'MyApp', java: 'running', restarts: 0 });
  expect(state.board.shards.map(({ shardId }) => shardId)).toEqual([
    'shardId-000000000000',
    'shardId-000000000001',
  ]);
  expect(state.board.shards.reduce((sum, { records }) => sum + records, 0)).toBe(texts.length);
  worker.signal('SIGTERM');
  expect(await worker.result).toMatchObject({ exitCode: 0 });
  await expect(fetch(address)).rejects.toThrow();
}, 90_000);
