import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchHealth } from '../../../src/worker/observers/health.js';
import { serveHealth } from '../../../src/worker/observers/health-server.js';
import { createReadyFile } from '../../../src/worker/observers/ready-file.js';
import { createShards, type Shards } from '../../../src/worker/observers/shards.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const shardId = 'shardId-000000000000';

function running(): Shards {
  const shards = createShards();
  shards.apply({ type: 'initialized', shardId, sequenceNumber: 'TRIM_HORIZON' });
  return shards;
}

function progress(shards: Shards, records: number, caughtUp: boolean): void {
  shards.apply({ type: 'progress', shardId, caughtUp, records, millisBehindLatest: caughtUp ? 0 : 1000 });
}

describe('watchHealth', () => {
  it('is not ready before a shard is initialised, nor after the last has ended', () => {
    const watch = watchHealth({ stallAfterMs: 1000, now: () => 0 });
    expect(watch.health()).toMatchObject({ ready: false, live: true });
    const shards = running();
    watch.onShards(shards);
    expect(watch.health().ready).toBe(true);
    shards.apply({ type: 'ended', shardId, reason: 'leaseLost', records: 0 });
    watch.onShards(shards);
    expect(watch.health().ready).toBe(false);
  });

  it('is not live when records wait and none was handled for the set time, until one is', () => {
    let now = 0;
    const watch = watchHealth({ stallAfterMs: 1000, now: () => now });
    const shards = running();
    progress(shards, 10, false);
    watch.onShards(shards);
    now = 999;
    expect(watch.health().live).toBe(true);
    now = 1000;
    expect(watch.health().live).toBe(false);
    progress(shards, 11, false);
    watch.onShards(shards);
    expect(watch.health().live).toBe(true);
  });

  it('stays live for any time when no records wait', () => {
    let now = 0;
    const watch = watchHealth({ stallAfterMs: 1000, now: () => now });
    const shards = running();
    progress(shards, 10, true);
    watch.onShards(shards);
    now = 1e9;
    expect(watch.health().live).toBe(true);
    progress(shards, 10, false);
    watch.onShards(shards);
    expect(watch.health().live).toBe(true);
  });
});

describe('serveHealth', () => {
  it('answers /live and /ready with 200 or 503 and what it judged from', async () => {
    const watch = watchHealth({ stallAfterMs: 60_000 });
    const server = await serveHealth(watch, 0, '127.0.0.1');
    onTestFinished(() => server.close());
    const get = async (path: string): Promise<{ status: number; body: unknown }> => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
      return { status: response.status, body: await response.json() };
    };
    expect(await get('/live')).toEqual({ status: 200, body: { live: true, ready: false, shards: [] } });
    expect(await get('/ready')).toMatchObject({ status: 503 });
    watch.onShards(running());
    expect(await get('/ready')).toMatchObject({
      status: 200,
      body: { shards: [{ shardId, running: true }] },
    });
    expect(await get('/')).toMatchObject({ status: 404 });
  });

  it('says which port it could not have', async () => {
    const watch = watchHealth({ stallAfterMs: 1 });
    const first = await serveHealth(watch, 0, '127.0.0.1');
    onTestFinished(() => first.close());
    await expect(serveHealth(watch, first.port, '127.0.0.1')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`127.0.0.1:${first.port}`) as string,
    });
  });
});

describe('createReadyFile', () => {
  it('is there from the first initialised shard until it is removed', async () => {
    const path = join(await temporaryFolder(), 'ready');
    const file = createReadyFile(path);
    file.onShards(createShards());
    expect(existsSync(path)).toBe(false);
    file.onShards(running());
    expect(existsSync(path)).toBe(true);
    file.remove();
    expect(existsSync(path)).toBe(false);
  });

  it('removes one that a killed worker left', async () => {
    const path = join(await temporaryFolder(), 'ready');
    await writeFile(path, '1');
    createReadyFile(path);
    expect(existsSync(path)).toBe(false);
  });

  it('says when it cannot be written, before anything starts', async () => {
    const path = join(await temporaryFolder(), 'no', 'folder', 'ready');
    expect(() => createReadyFile(path)).toThrow(/cannot write --ready-file/);
  });
});
