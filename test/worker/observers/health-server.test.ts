import { describe, expect, it, onTestFinished } from 'vitest';
import { watchHealth } from '../../../src/worker/observers/health.js';
import { answerHealth } from '../../../src/worker/observers/health-server.js';
import { listen } from '../../../src/worker/observers/http.js';
import { createShards } from '../../../src/worker/observers/shards.js';
import { createEvents } from '../support/events.js';

const shardId = 'shardId-000000000000';
const anyPort = { host: '127.0.0.1', port: 0, flag: '--health-port', hostFlag: '--health-host' };

describe('the health checks', () => {
  it('are answered with 200 or 503 and what they are judged from', async () => {
    const events = createEvents();
    const watch = watchHealth({ events, shards: createShards(events), stallAfterMs: 60_000 });
    const server = await listen(answerHealth(watch), anyPort);
    onTestFinished(() => server.close());
    const get = async (path: string): Promise<{ status: number; body: unknown }> => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
      return { status: response.status, body: await response.json() };
    };
    expect(await get('/live')).toEqual({ status: 200, body: { live: true, ready: false, shards: [] } });
    expect(await get('/ready')).toMatchObject({ status: 503 });
    events.emit({ type: 'shardInitialised', shardId, sequenceNumber: 'TRIM_HORIZON' });
    expect(await get('/ready')).toMatchObject({
      status: 200,
      body: { shards: [{ shardId, running: true }] },
    });
    expect(await get('/')).toMatchObject({ status: 404 });
  });
});
