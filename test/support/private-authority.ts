import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';

/** A certificate authority that nobody knows, as companies have them. */
export interface PrivateAuthority {
  /** Its certificate, as PEM. */
  readonly file: string;
  /** Has openssl do something in the folder of its key. */
  readonly openssl: (...args: readonly string[]) => Promise<unknown>;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export async function privateAuthority(name = 'Test Authority'): Promise<PrivateAuthority> {
  const folder = await temporaryFolder();
  const openssl = (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)('openssl', [...args], { cwd: folder });
  await openssl(
    ...['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  return { file: join(folder, 'ca.pem'), openssl };
}

/** What a server on 127.0.0.1 that the authority vouches for shows. */
async function serverOf({ file, openssl }: PrivateAuthority): Promise<{ key: Buffer; cert: Buffer }> {
  const at = (name: string): string => join(dirname(file), name);
  await openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=127.0.0.1');
  await writeFile(at('san'), 'subjectAltName=IP:127.0.0.1,DNS:localhost');
  await openssl(
    ...['x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-days', '2', '-extfile', 'san', '-out', 'server.pem'],
  );
  return { key: await readFile(at('server.key')), cert: await readFile(at('server.pem')) };
}

/** An https:// address that leads to an http:// one on this machine, until the test ends. */
export async function tlsInFrontOf(endpoint: string, authority: PrivateAuthority): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  const sockets = new Set<TLSSocket>();
  const front = createServer({ ...(await serverOf(authority)), ALPNProtocols: ['http/1.1'] }, (client) => {
    sockets.add(client);
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream).pipe(client);
    client.once('close', () => {
      sockets.delete(client);
      upstream.destroy();
    });
    upstream.once('close', () => client.destroy());
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  }).on('tlsClientError', () => undefined);
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  onTestFinished(() => {
    front.close();
    for (const socket of sockets) socket.destroy();
  });
  return `https://127.0.0.1:${(front.address() as AddressInfo).port}`;
}
