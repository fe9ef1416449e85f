import { createServer, request as send, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface ConnectProxy {
  readonly url: string;
  readonly port: number;
  /** `host:port` of each tunnel or request, and the credentials it was asked for with. */
  readonly tunnels: { readonly target: string; readonly authorization: string | undefined }[];
}

/** An HTTP proxy that opens tunnels on CONNECT and passes on other requests; with `credentials` (`user:password`) only for who knows them. */
export async function startConnectProxy(credentials?: string): Promise<ConnectProxy> {
  const tunnels: ConnectProxy['tunnels'] = [];
  const sockets = new Set<Duplex>();
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((request, response) => {
    const { host: target, href } = new URL(request.url ?? '');
    const { 'proxy-authorization': authorization, ...headers } = request.headers;
    tunnels.push({ target, authorization });
    if (expected && authorization !== expected) {
      response.writeHead(407).end();
      return;
    }
    const upstream = send(href, { headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    const target = request.url ?? '';
    const authorization = request.headers['proxy-authorization'];
    tunnels.push({ target, authorization });
    if (expected && authorization !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const upstream = connectTo(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${credentials ? `${credentials}@` : ''}127.0.0.1:${port}`, port, tunnels };
}

function connectTo(target: string): Socket {
  const at = target.lastIndexOf(':');
  return connect(Number(target.slice(at + 1)), target.slice(0, at));
}
