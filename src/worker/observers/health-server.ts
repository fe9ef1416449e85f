import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KclTsError, messageOf } from '../../errors.js';
import type { HealthWatch } from './health.js';

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /live` and `GET /ready` with 200 or 503, and what it judged from as JSON.
 *
 * @throws KclTsError CONFIG_INVALID when the port cannot be had
 */
export async function serveHealth(watch: HealthWatch, port: number, host: string): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const { live, ready, shards } = watch.health();
    const ok = request.url === '/live' ? live : request.url === '/ready' ? ready : undefined;
    const status = ok === undefined ? 404 : ok ? 200 : 503;
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(
      ok === undefined ? '{"paths":["/live","/ready"]}\n' : `${JSON.stringify({ live, ready, shards })}\n`,
    );
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new KclTsError(
      'CONFIG_INVALID',
      `cannot listen on ${host}:${port} for --health-port: ${messageOf(error)}`,
      {
        hint: 'choose a port that is free, or another --health-host',
        cause: error,
      },
    );
  }
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
