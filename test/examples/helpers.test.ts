import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import orders from '../../examples/orders/processor.js';
import webhook from '../../examples/webhook/processor.js';
import pageViews from '../../examples/page-views/processor.js';
import { ownFile } from '../../src/own-files.js';
import { simulateShard } from '../../src/testing.js';
import { temporaryFolder } from '../support/temporary-folder.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the orders example', () => {
  it('sends each order, tries again what the service refuses, and keeps what is no order', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const posts: string[] = [];
    let refusals = 1;
    vi.stubGlobal('fetch', (url: string, { body }: { body: string }) => {
      const refused = body.includes('"b"') && refusals-- > 0;
      if (!refused) posts.push(`${new URL(url).pathname} ${body}`);
      return Promise.resolve({ ok: !refused, status: refused ? 503 : 200 });
    });
    const { checkpoint, checkpoints } = await simulateShard(orders, {
      records: ['{"id":"a","total":1}', '{"id":"b","total":2}', '{"id":"c"}', 'no JSON'].map((data) => ({
        data,
        partitionKey: 'k',
      })),
    });
    expect(posts.map((post) => post.slice(0, 40))).toEqual([
      '/orders {"id":"a","total":1}',
      '/orders {"id":"b","total":2}',
      expect.stringContaining('/dead-letters {"data":"{\\"id\\":\\"c\\"}"'),
      expect.stringContaining('/dead-letters {"data":"no JSON"'),
    ]);
    expect(posts[2]).toContain('total: Invalid input: expected number');
    expect(checkpoint?.sequenceNumber).toMatch(/3$/);
    expect(checkpoints).toHaveLength(1);
  });
});

describe('the batch insert example', () => {
  it('writes all rows, also those of a batch that was not full when the worker stopped', async () => {
    const file = join(await temporaryFolder(), 'rows.txt');
    vi.stubEnv('ROWS_FILE', file);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { default: batchInsert } = await import('../../examples/batch-insert/processor.js');
    const records = Array.from({ length: 1_200 }, (_, i) => ({ data: `row ${i}`, partitionKey: 'k' }));
    const { checkpoints } = await simulateShard(batchInsert, { records, batchSize: 300 });
    expect(await readFile(file, 'utf8')).toBe(records.map(({ data }) => `k,${data}\n`).join(''));
    expect(checkpoints.map(({ position }) => Number(position?.sequenceNumber.slice(2)))).toEqual([
      499, 999, 1199,
    ]);
  });
});

describe('the page views example', () => {
  it('counts for each shard by itself, and checkpoints when the worker stops', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    for (const shardId of ['shardId-000000000000', 'shardId-000000000001']) {
      const { checkpoints } = await simulateShard(pageViews, { records: ['/a', '/b', '/a'], shardId });
      expect(checkpoints).toHaveLength(1);
      expect(log).toHaveBeenLastCalledWith(shardId, { '/a': 2, '/b': 1 });
    }
  });
});

describe('the web hook example', () => {
  it('waits for no answer when the worker stops, and leaves the record to the next worker', async () => {
    vi.stubGlobal('fetch', async (_: string, { body, signal }: { body: string; signal: AbortSignal }) => {
      if (body !== 'b') return;
      if (!signal.aborted) await once(signal, 'abort');
      signal.throwIfAborted();
    });
    const { end, checkpoint } = await simulateShard(webhook, {
      records: ['a', 'b', 'c'],
      inject: [{ what: 'stop', batch: 1 }],
    });
    expect(end).toBe('shutdown');
    expect(checkpoint?.sequenceNumber).toMatch(/0$/);
  });
});

describe('the page on processors', () => {
  it('shows of the examples only what is in their files', async () => {
    const page = await readFile(ownFile('docs/processor.md'), 'utf8');
    const excerpts = [...page.matchAll(/^From \[.*\]\(\.\.\/(examples\/.*)\):\n\n```ts\n([^]*?)^```$/gm)];
    expect(excerpts.length).toBeGreaterThanOrEqual(4);
    for (const [, file = '', excerpt = ''] of excerpts) {
      expect(await readFile(ownFile(file), 'utf8')).toContain(excerpt);
    }
  });
});
