import { describe, expect, it, onTestFinished } from 'vitest';
import { startServers, type Servers } from '../../../src/worker/observers/servers.js';
import { createShards } from '../../../src/worker/observers/shards.js';
import type { HealthChoice, ServerChoice, WorkerSettings } from '../../../src/worker/settings.js';
import { createEvents } from '../support/events.js';

interface Asked {
  readonly health?: HealthChoice;
  readonly metrics?: ServerChoice;
}

async function start(asked: Asked): Promise<{ said: string[]; servers: Servers }> {
  const events = createEvents();
  const said: string[] = [];
  const settings: Asked & Partial<WorkerSettings> = {
    ...asked,
    ...{ application: 'MyApp', stream: 'words', workerId: 'me' },
    processor: { kind: 'file', file: 'unused' },
  };
  const log = { say: (_: unknown, message: string) => void said.push(message) };
  const servers = await startServers(settings as WorkerSettings, {
    events,
    log,
    shards: createShards(events),
  });
  onTestFinished(() => servers.close());
  return { said, servers };
}

const status = async (port: string | undefined, path: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).status;

const portIn = (text: string | undefined): string | undefined => /port (\d+)/.exec(text ?? '')?.[1];
const anyPort = { host: '127.0.0.1', port: 0 };

describe('the servers of a worker', () => {
  it('are one where health and metrics are to be on the same port', async () => {
    const { said } = await start({ health: { ...anyPort, stallAfterMs: 1_000 }, metrics: anyPort });
    const [port, again] = said.map(portIn);
    expect(again).toBe(port);
    expect(await status(port, '/live')).toBe(200);
    expect(await status(port, '/ready')).toBe(503);
    expect(await status(port, '/metrics')).toBe(200);
    expect(await status(port, '/metrics?format=text')).toBe(200);
    expect(await status(port, '/')).toBe(404);
  });

  it('are one for each otherwise, and answer nothing else', async () => {
    const free = await start({ metrics: anyPort });
    const port = Number(portIn(free.said[0]));
    await free.servers.close();
    const { said } = await start({
      health: { ...anyPort, stallAfterMs: 1_000 },
      metrics: { host: '127.0.0.1', port },
    });
    const [health] = said.map(portIn);
    expect(health).not.toBe(String(port));
    expect(await status(health, '/live')).toBe(200);
    expect(await status(health, '/metrics')).toBe(404);
    expect(await status(String(port), '/metrics')).toBe(200);
    expect(await status(String(port), '/live')).toBe(404);
  });

  it('name the flag of a port that is taken, and leave none open', async () => {
    const taken = Number(portIn((await start({ metrics: anyPort })).said[0]));
    const spare = await start({ metrics: anyPort });
    const health = Number(portIn(spare.said[0]));
    await spare.servers.close();
    const both = start({
      health: { host: '127.0.0.1', port: health, stallAfterMs: 1_000 },
      metrics: { host: '127.0.0.1', port: taken },
    });
    await expect(both).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('--metrics-port') as string,
      hint: expect.stringContaining('--metrics-host') as string,
    });
    await expect(status(String(health), '/live')).rejects.toThrow('fetch failed');
  });

  it('are none where no port is given', async () => {
    expect((await start({})).said).toEqual([]);
  });
});
