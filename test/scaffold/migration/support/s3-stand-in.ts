import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface S3StandIn {
  /** For the environment of a program that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** What was put, by bucket and key. */
  readonly objects: ReadonlyMap<string, string>;
}

/** As much of S3 as an emitter needs: looks for a bucket, makes it, puts objects. */
export async function s3StandIn(): Promise<S3StandIn> {
  const buckets = new Set<string>();
  const objects = new Map<string, string>();
  const server = createServer((request, response) => {
    const bucket = (request.headers.host ?? '').split('.')[0] ?? '';
    const key = decodeURIComponent((request.url ?? '/').slice(1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'PUT' && key === '') buckets.add(bucket);
      if (!buckets.has(bucket)) response.statusCode = 404;
      else if (request.method === 'PUT' && key !== '')
        objects.set(`${bucket}/${key}`, Buffer.concat(chunks).toString());
      response.setHeader('ETag', '"stand-in"').end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const preload = new URL('../fixtures/to-s3-stand-in.cjs', import.meta.url).pathname;
  const { port } = server.address() as AddressInfo;
  return { env: { NODE_OPTIONS: `--require ${preload}`, S3_STAND_IN: String(port) }, objects };
}
