import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../../src/worker/observers/http.js';

const options = { host: '127.0.0.1', port: 0, flag: '--health-port', hostFlag: '--health-host' };

async function startServer() {
  const server = await listen((_request, response) => response.end('fine'), options);
  onTestFinished(() => server.close());
  return server;
}

describe('a server beside a worker', () => {
  it('says which port it could not have, and by which flags', async () => {
    const { port } = await startServer();
    await expect(listen(() => undefined, { ...options, port })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`127.0.0.1:${port} for --health-port`) as string,
      hint: expect.stringContaining('--health-host') as string,
    });
  });

  it('cuts off who connects and says nothing, and turns away who comes when all places are taken', async () => {
    const { port } = await startServer();
    const sockets: Socket[] = [];
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    for (let i = 0; i < 300; i++) {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      sockets.push(socket);
      await once(socket, 'connect');
    }
    for (const socket of sockets) if (!socket.closed) await once(socket.resume(), 'close');
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('fine');
  }, 60_000);
});
