import { Agent, request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

/** A client of the embedded servers. */
export interface JsonClient {
  /** Makes one call, such as `Kinesis_20131202.PutRecords`, and gives its answer. */
  call(target: string, body: unknown): Promise<unknown>;
  /** Closes its connections. */
  close(): void;
}

/**
 * Speaks the JSON protocol of Kinesis and DynamoDB to the embedded servers, which want a signature and do not check
 * it. The AWS SDK would do, but costs a third of a second of a core to load while java starts.
 */
export function jsonClient(endpoint: string): JsonClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  return {
    async call(target, body) {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request(endpoint, { agent, method: 'POST', headers: headers(target) })
          .once('error', reject)
          .once('response', resolve)
          .end(JSON.stringify(body));
      });
      const answer = await json(response);
      if (response.statusCode === 200) return answer;
      throw new Error(`${target} was refused: ${JSON.stringify(answer)}`);
    },
    close: () => agent.destroy(),
  };
}

function headers(target: string): Record<string, string> {
  return {
    'content-type': `application/x-amz-json-${target.startsWith('Kinesis') ? '1.1' : '1.0'}`,
    'x-amz-target': target,
    'x-amz-date': '20000101T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
  };
}
