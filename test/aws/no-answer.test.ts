import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explainAwsError } from '../../src/aws/aws-error.js';
import { dynamodbClient, kinesisClient } from '../../src/aws/clients.js';
import { findStream } from '../../src/aws/find-stream.js';
import { describeTable } from '../../src/aws/describe-table.js';
import { startConnectProxy } from '../maven/support/connect-proxy.js';

async function portOf(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function answering(status: number, text: string, type = 'text/html'): Promise<number> {
  const listener: RequestListener = (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': type }).end(text);
  };
  return portOf(createHttpServer(listener));
}

/** What a call to Kinesis and one to DynamoDB at this endpoint are explained as. */
async function explained(endpoint: string, proxy?: string): Promise<[unknown, unknown]> {
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const settings = {
    region: 'us-east-1',
    endpoint,
    credentials,
    attempts: 1,
    proxyFor: () => (proxy === undefined ? undefined : new URL(proxy)),
  };
  const kinesis = await kinesisClient(settings);
  const dynamodb = await dynamodbClient(settings);
  onTestFinished(() => {
    kinesis.destroy();
    dynamodb.destroy();
  });
  return Promise.all([
    findStream(kinesis, { stream: 's', region: 'us-east-1' }).then(
      () => undefined,
      (error: unknown) => error,
    ),
    describeTable(dynamodb, 't').then(
      () => undefined,
      (error: unknown) => explainAwsError(error, 'ask for the table t'),
    ),
  ]);
}

async function expectUnreachable(endpoint: string, message: string, proxy?: string): Promise<void> {
  const [stream, table] = await explained(endpoint, proxy);
  const hint = expect.stringContaining('check') as string;
  expect(stream).toMatchObject({
    code: 'AWS_UNREACHABLE',
    message: `cannot ask for the stream s: ${message}`,
    hint,
  });
  expect(table).toMatchObject({
    code: 'AWS_UNREACHABLE',
    message: `cannot ask for the table t: ${message}`,
    hint,
  });
}

describe('a call to AWS that gets no answer of AWS', () => {
  it('names the host that cannot be resolved', () =>
    expectUnreachable(
      'https://kinesis.nowhere.invalid',
      'the host name of https://kinesis.nowhere.invalid cannot be resolved (ENOTFOUND)',
    ));

  it('says that the connection was refused', () =>
    expectUnreachable('http://127.0.0.1:1', 'http://127.0.0.1:1 refused the connection'));

  it('says that the connection was closed', async () => {
    const endpoint = `http://127.0.0.1:${await portOf(createServer((socket) => socket.destroy()))}`;
    await expectUnreachable(endpoint, `${endpoint} closed the connection`);
  });

  it('says that the proxy is not there, or does not let it through', async () => {
    const endpoint = 'https://kinesis.eu-west-1.amazonaws.com';
    await expectUnreachable(
      endpoint,
      `${endpoint} by the proxy 127.0.0.1:1 refused the connection`,
      'http://user:secret@127.0.0.1:1',
    );
    const { url, port } = await startConnectProxy('who:knows');
    await expectUnreachable(
      endpoint,
      `${endpoint} by the proxy 127.0.0.1:${port} answered with status 407, but not as AWS does`,
      `http://127.0.0.1:${port}`,
    );
    // This one takes the password, and cannot reach the host.
    await expectUnreachable(
      'https://kinesis.nowhere.invalid',
      `https://kinesis.nowhere.invalid by the proxy 127.0.0.1:${port} closed the connection`,
      url,
    );
  });

  it('says that a server without TLS was asked by https', async () => {
    const endpoint = `https://127.0.0.1:${await answering(200, '')}`;
    await expectUnreachable(endpoint, `${endpoint} answered without TLS`);
  });

  it.each([
    [200, '<html>It works</html>', 'text/html'],
    [404, '<html>404</html>', 'text/html'],
    [404, '', 'text/plain'],
    [302, '', 'text/plain'],
    [503, 'upstream connect error', 'text/plain'],
    [404, '{"error":"no such route"}', 'application/json'],
  ])('says that something else answered %i: %s', async (status, text, type) => {
    const endpoint = `http://127.0.0.1:${await answering(status, text, type)}`;
    await expectUnreachable(endpoint, `${endpoint} answered with status ${status}, but not as AWS does`);
  });
});

describe('an error', () => {
  it('of AWS is explained by its name', async () => {
    const body = JSON.stringify({ __type: 'ValidationException', message: 'so it is' });
    const port = await answering(400, body, 'application/x-amz-json-1.0');
    const [, table] = await explained(`http://127.0.0.1:${port}`);
    expect(table).toMatchObject({
      code: 'AWS_REFUSED',
      message: 'cannot ask for the table t: ValidationException: so it is',
    });
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'the certificate of AWS has expired or is not valid yet'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate of AWS is for another host'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'node does not trust the certificate of AWS (SELF_SIGNED_CERT_IN_CHAIN)'],
    ['ENETUNREACH', 'AWS cannot be reached (ENETUNREACH)'],
    ['EAI_AGAIN', 'the host name of AWS cannot be resolved (EAI_AGAIN)'],
    ['ETIMEDOUT', 'AWS did not answer in time'],
  ])('of the network with the code %s is no defect', (code, message) => {
    const error = Object.assign(new Error('x'), { code, syscall: 'connect' });
    expect(explainAwsError(error, 'call AWS')).toMatchObject({
      code: 'AWS_UNREACHABLE',
      message: `cannot call AWS: ${message}`,
    });
  });

  it('of kcl-ts itself or of the file system stays what it is', () => {
    for (const error of [
      new TypeError('x is undefined'),
      new SyntaxError('unexpected token'),
      Object.assign(new Error('x'), { code: 'EACCES', syscall: 'open' }),
    ])
      expect(explainAwsError(error, 'call AWS')).toBe(error);
  });
});
