import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KclTsError, messageOf } from '../../errors.js';

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** The flag that asked for it, for errors: `--health-port`. */
  readonly flag: string;
  /** The flag that says the host. */
  readonly hostFlag: string;
}

/** What a worker serves beside its work is small and quick: more connections than this are turned away, not served slowly. */
const MAX_CONNECTIONS = 256;

/**
 * Serves requests beside a worker. Whoever connects and says nothing, or reads slowly, is cut off after some seconds.
 *
 * @throws KclTsError CONFIG_INVALID when the port cannot be had
 */
export async function listen(
  handle: RequestListener,
  { host, port, flag, hostFlag }: ListenOptions,
): Promise<HttpServer> {
  const server = createServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 5_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
    },
    handle,
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new KclTsError(
      'CONFIG_INVALID',
      `cannot listen on ${host}:${port} for ${flag}: ${messageOf(error)}`,
      {
        hint: `choose a port that is free, or another ${hostFlag}`,
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
