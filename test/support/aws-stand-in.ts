import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Stack } from '../../src/local/start-stack.js';

/** The error that AWS would answer with. */
export interface Refusal {
  /** Such as `KMSAccessDeniedException`. */
  readonly name: string;
  readonly message: string;
  /** 400 unless set. */
  readonly status?: number;
  /** Refuses only requests whose body has this text in it (a table, an index); all unless set. */
  readonly about?: string;
  /** Refuses only callers whose user agent has this text in it, such as `aws-sdk-js`; all unless set. */
  readonly to?: string;
  /** Asked for each request whether to refuse this one; every one unless set. */
  readonly now?: () => boolean;
}

export interface StandIn extends Pick<Stack, 'kinesisEndpoint' | 'dynamodbEndpoint'> {
  /** From now on an operation, such as `kinesis:GetRecords`, is answered with this error. */
  refuse(operation: string, refusal: Refusal): void;
  /** An operation that was refused is answered by the stack again. */
  allow(operation: string): void;
  /** The operations that were called so far, with the texts of their requests. */
  readonly calls: readonly { readonly operation: string; readonly body: string }[];
}

type Answer = Pick<ServerResponse, 'writeHead' | 'write' | 'end' | 'destroy'>;

/**
 * Stands between a worker and the embedded stack, and answers the operations that a test chooses as AWS would when it
 * says no. Stopped when the test ends.
 */
export async function standIn(stack: Stack): Promise<StandIn> {
  const refusals = new Map<string, Refusal>();
  const calls: { operation: string; body: string }[] = [];
  const answer =
    (upstream: string) =>
    async (incoming: IncomingMessage, response: Answer): Promise<void> => {
      const body = await buffer(incoming);
      const operation = operationOf(String(incoming.headers['x-amz-target']));
      calls.push({ operation, body: body.toString('latin1') });
      const refusal = refusals.get(operation);
      const caller = String(incoming.headers['user-agent']);
      const { about = '', to = '', now = () => true } = refusal ?? {};
      if (refusal && body.includes(about) && caller.includes(to) && now())
        refuse(refusal, String(incoming.headers['content-type']), response);
      else forward(upstream, incoming, body, response);
    };
  const [kinesis, dynamodb] = await Promise.all(
    [stack.kinesisEndpoint, stack.dynamodbEndpoint].map((upstream) => listen(answer(upstream))),
  );
  return {
    kinesisEndpoint: kinesis ?? '',
    dynamodbEndpoint: dynamodb ?? '',
    refuse: (operation, refusal) => void refusals.set(operation, refusal),
    allow: (operation) => void refusals.delete(operation),
    calls,
  };
}

/** `Kinesis_20131202.GetRecords` -> `kinesis:GetRecords` */
function operationOf(target: string): string {
  const [service = '', operation = ''] = target.split('.');
  return `${service.split('_')[0]?.toLowerCase() ?? ''}:${operation}`;
}

function refuse({ name, message, status = 400 }: Refusal, contentType: string, response: Answer): void {
  const body = { __type: name, message };
  response.writeHead(status, { 'content-type': contentType, 'x-amzn-errortype': name });
  response.end(contentType.includes('cbor') ? cborOf(body) : JSON.stringify(body));
}

/** The Java SDK speaks CBOR to Kinesis: here, a map of texts. */
function cborOf(texts: Readonly<Record<string, string>>): Buffer {
  const head = (type: number, length: number): Buffer =>
    length < 24 ? Buffer.from([type | length]) : Buffer.from([type | 25, length >> 8, length & 0xff]);
  const text = (value: string): Buffer =>
    Buffer.concat([head(0x60, Buffer.byteLength(value)), Buffer.from(value)]);
  const entries = Object.entries(texts);
  return Buffer.concat([head(0xa0, entries.length), ...entries.flat().map(text)]);
}

function forward(upstream: string, incoming: IncomingMessage, body: Buffer, response: Answer): void {
  const headers = withoutConnection(incoming.headers);
  const passed = request(upstream, { method: 'POST', path: incoming.url, headers }, (from) => {
    response.writeHead(from.statusCode ?? 500, withoutConnection(from.headers));
    from.on('data', (chunk: Buffer) => void response.write(chunk)).on('end', () => response.end());
  });
  passed.on('error', () => response.destroy());
  passed.end(body);
}

/** What holds for one connection only, and the pseudo-headers of HTTP/2, are not passed on. */
function withoutConnection(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const own = /^(:|connection$|keep-alive$|transfer-encoding$|http2-settings$|upgrade$)/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.test(name)));
}

/** Takes HTTP/1.1, and HTTP/2 with prior knowledge as the KCL's Kinesis client speaks it. */
async function listen(
  answer: (incoming: IncomingMessage, response: Answer) => Promise<void>,
): Promise<string> {
  const handle = (incoming: unknown, response: unknown): void =>
    void answer(incoming as IncomingMessage, response as Answer).catch(() =>
      (response as ServerResponse).destroy(),
    );
  const one = createServer(handle);
  const two = createHttp2Server(handle);
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      (first.toString('latin1').startsWith('PRI * HTTP/2') ? (two as unknown as Server) : one).emit(
        'connection',
        socket,
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
