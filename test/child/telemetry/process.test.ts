import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { batch, shardId, status } from '../support/drive-session.js';
import { startProcessor } from '../support/start-processor.js';

const sdk = new URL('fixtures/sdk.mjs', import.meta.url).href;
const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const telemetryNames = { stream: 'words', application: 'MyApp', workerId: 'me', version: '1.2.3' };

async function run(source: string, env: Record<string, string>) {
  const file = join(await temporaryFolder(), 'spans');
  const processor = await startProcessor(source, {
    telemetryNames,
    env: { NODE_OPTIONS: `--import=${sdk}`, SPANS: file, ...env },
  });
  expect(await processor.initialize()).toEqual(status('initialize'));
  return { processor, spans: async () => (await readFile(file, 'utf8')).trim().split('\n') };
}

describe("a processor's process with an SDK of OpenTelemetry that node preloads", () => {
  it('sends its spans before it ends', async () => {
    const { processor, spans } = await run('export default { processRecords() {} };', {
      NODE_PATH: packages,
    });
    expect(await processor.call(batch('a'))).toEqual(status('processRecords'));
    expect(await processor.call(batch('b'))).toEqual(status('processRecords'));
    expect(await processor.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    expect(await processor.end()).toMatchObject({ ending: { exitCode: 0 } });
    const span = JSON.stringify({ name: 'process words', shard: shardId });
    expect(await spans()).toEqual([span, span]);
  }, 60_000);

  it('sends the span of the batch that it failed in', async () => {
    const { processor, spans } = await run(
      `export default { processRecords() { throw new Error('no'); } };`,
      { NODE_PATH: packages },
    );
    processor.write(JSON.stringify(batch('a')));
    expect(await processor.end()).toMatchObject({ ending: { exitCode: 1 } });
    expect(await spans()).toHaveLength(1);
  }, 60_000);

  it('has none where the project has no API, and works all the same', async () => {
    const { processor, spans } = await run('export default { processRecords() {} };', { NODE_PATH: '' });
    expect(await processor.call(batch('a'))).toEqual(status('processRecords'));
    expect(await processor.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    expect(await processor.end()).toMatchObject({ ending: { exitCode: 0 } });
    await expect(spans()).rejects.toMatchObject({ code: 'ENOENT' });
  }, 60_000);
});
