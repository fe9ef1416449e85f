import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventStreams } from './event-streams.js';
import { whyRefused } from './guard.js';
import { createPageFiles } from './page-files.js';

export interface AnswerOptions {
  /** What the page listens on. */
  readonly host: string;
  readonly streams: EventStreams;
  /** All that a client needs to begin with. */
  readonly whole: () => string;
}

/** Answers the requests for the page: its files, and its event stream at `/events`. Nothing can be changed through it. */
export function createAnswer({ host, streams, whole }: AnswerOptions) {
  const files = createPageFiles();
  return (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of securityHeaders) response.setHeader(name, value);
    const refused = whyRefused(request, host);
    if (refused !== undefined) {
      say(response, 403, refused);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      say(response, 405, 'this page only shows: use GET');
      return;
    }
    const [path = ''] = (request.url ?? '').split('?');
    if (path === '/events') {
      listen(request, response);
      return;
    }
    const file = files(path);
    if (file === undefined) {
      say(response, 404, 'there is nothing here: the page is at /');
      return;
    }
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.content.length,
      'cache-control': 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : file.content);
  };

  function listen({ method }: IncomingMessage, response: ServerResponse): void {
    if (streams.isFull) {
      response.setHeader('retry-after', '10');
      say(response, 503, 'as many pages as may be open at a time are open: close one');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    if (method === 'HEAD') response.end();
    else streams.add(response, whole());
  }
}

const securityHeaders: readonly (readonly [string, string])[] = [
  [
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
];

function say(response: ServerResponse, status: number, text: string): void {
  const body = `${text}\n`;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.end(body);
}
