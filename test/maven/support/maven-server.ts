import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** One request for one file that the server has. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly content: Buffer;
  /** How often this file was asked for, this time included. */
  readonly count: number;
}

export type Answer = (exchange: Exchange) => void | Promise<void>;

export interface MavenServer {
  readonly url: string;
  readonly port: number;
  /** Every request: its path below the repository and what it asked for and sent along. */
  readonly requests: { readonly path: string; readonly range?: string; readonly authorization?: string }[];
  readonly connections: () => number;
  readonly nextRequest: () => Promise<void>;
}

/** A Maven repository over HTTP whose answers a test decides: `lies` by path, the truth for the rest. */
export async function startMavenServer(
  files: ReadonlyMap<string, Buffer>,
  lies: Readonly<Record<string, Answer>> | Answer = {},
): Promise<MavenServer> {
  const requests: MavenServer['requests'][number][] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(pathname.replace(/^\/maven2\//, ''));
    const { range, authorization } = request.headers;
    requests.push({ path, ...(range && { range }), ...(authorization && { authorization }) });
    const content = files.get(path);
    const answer = typeof lies === 'function' ? lies : (lies[path] ?? tellTheTruth);
    const count = requests.filter((one) => one.path === path).length;
    void respond(content === undefined ? status(404) : answer, {
      request,
      response,
      content: content ?? Buffer.alloc(0),
      count,
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/maven2`,
    port,
    requests,
    connections: () => connections,
    nextRequest: async () => {
      await once(server, 'request');
    },
  };
}

async function respond(answer: Answer, exchange: Exchange): Promise<void> {
  try {
    await answer(exchange);
  } catch {
    exchange.response.destroy();
  }
}

/** The whole file, or the range asked for. */
export const tellTheTruth: Answer = ({ request, response, content }) => {
  const body = rangeOf(request, content);
  head(request, response, content);
  response.end(body);
};

/** The first bytes of what was asked for, then the connection is gone. The head promises the rest. */
export function dropAfter(bytes: number): Answer {
  return ({ request, response, content }) => {
    const body = rangeOf(request, content);
    if (body.length <= bytes) return tellTheTruth({ request, response, content, count: 0 });
    head(request, response, content);
    response.write(body.subarray(0, bytes), () => setImmediate(() => response.destroy()));
  };
}

/** Ends in good order, but says nothing of the length and stops early. */
export const shortBody: Answer = ({ response, content }) => {
  response.write(content.subarray(0, content.length / 2));
  response.end();
};

export const longBody: Answer = ({ response, content }) => {
  response.write(content);
  response.end('and more than that');
};

export const otherContent: Answer = ({ response, content }) => {
  response.setHeader('content-length', content.length);
  response.end(Buffer.alloc(content.length, 'x'));
};

export const htmlPage: Answer = ({ response }) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end('<html>Please sign in</html>');
};

export const ignoreRange: Answer = ({ response, content }) => {
  response.setHeader('content-length', content.length);
  response.end(content);
};

export function trickle(bytes: number, everyMillis: number): Answer {
  return async ({ request, response, content }) => {
    const body = rangeOf(request, content);
    head(request, response, content);
    for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
      response.write(body.subarray(at, at + bytes));
      await wait(everyMillis);
    }
    response.end();
  };
}

export const silence: Answer = () => undefined;

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return ({ response }) => {
    response.writeHead(code, headers);
    response.end('no');
  };
}

export function redirect(location: string): Answer {
  return status(302, { location });
}

/** The n-th request for a file gets the n-th answer, later ones the truth. */
export function inTurn(...answers: readonly Answer[]): Answer {
  return (exchange) => (answers[exchange.count - 1] ?? tellTheTruth)(exchange);
}

function head(request: IncomingMessage, response: ServerResponse, content: Buffer): void {
  const body = rangeOf(request, content);
  response.setHeader('content-length', body.length);
  if (body.length === content.length) return;
  response.statusCode = 206;
  response.setHeader(
    'content-range',
    `bytes ${content.length - body.length}-${content.length - 1}/${content.length}`,
  );
}

function rangeOf({ headers }: IncomingMessage, content: Buffer): Buffer {
  const start = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  return start === undefined ? content : content.subarray(Number(start));
}
