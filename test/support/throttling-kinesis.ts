import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

interface PutRecord {
  readonly PartitionKey: string;
}

interface PutRecords {
  readonly Records: readonly PutRecord[];
}

export interface ThrottlingKinesis {
  readonly endpoint: string;
  /** How many times a record was refused. */
  readonly refusals: number;
}

/**
 * A Kinesis that refuses some records of each PutRecords as a shard does that is written to too fast, and has another
 * Kinesis answer everything else. Stopped when the test ends.
 *
 * @param refuses whether to refuse the nth record, counted over all calls from 0, or one with this partition key
 */
export async function throttlingKinesis(
  upstream: string,
  refuses: (index: number, partitionKey: string) => boolean,
): Promise<ThrottlingKinesis> {
  let seen = 0;
  let refusals = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const headers = { ...request.headers, 'content-length': undefined, host: undefined };
      const ask = async (body: string | Buffer): Promise<Response> =>
        await fetch(upstream, { method: 'POST', headers: definedOnly(headers), body: body.toString() });
      const body = await buffer(request);
      if (!String(request.headers['x-amz-target']).endsWith('.PutRecords')) {
        await passOn(await ask(body), response);
        return;
      }
      const call = JSON.parse(body.toString()) as PutRecords;
      const refused = call.Records.map(({ PartitionKey }) => refuses(seen++, PartitionKey));
      const taken = call.Records.filter((_, index) => refused[index] !== true);
      const results: unknown[] = [];
      if (taken.length > 0) {
        const answer = await ask(JSON.stringify({ ...call, Records: taken }));
        if (!answer.ok) {
          await passOn(answer, response);
          return;
        }
        results.push(...((await answer.json()) as PutRecords).Records);
      }
      refusals += refused.filter(Boolean).length;
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(
        JSON.stringify({
          FailedRecordCount: refused.filter(Boolean).length,
          Records: refused.map((isRefused) =>
            isRefused
              ? {
                  ErrorCode: 'ProvisionedThroughputExceededException',
                  ErrorMessage: 'Rate exceeded for shard',
                }
              : results.shift(),
          ),
        }),
      );
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get refusals() {
      return refusals;
    },
  };
}

async function passOn(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

function definedOnly(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => /^(x-amz|content-type|authorization)/.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
