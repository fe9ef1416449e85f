import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { rememberEndpoint } from './asked-endpoint.js';

export interface ClientSettings {
  readonly region: string;
  /** Replaces the region's own endpoint. */
  readonly endpoint?: string | undefined;
  /** In place of what the SDK finds in the environment and the shared files. */
  readonly credentials?:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
  /** A profile of the shared AWS files. */
  readonly profile?: string | undefined;
  /** The proxy by which a host is called; none unless set. */
  readonly proxyFor?: ((host: string) => URL | undefined) | undefined;
  /** How often a call is tried in all; 3 unless set. */
  readonly attempts?: number;
  /** Told what the SDK does, call by call. */
  readonly logger?: DynamoDBClientConfig['logger'];
}

/** The SDK itself would wait for a server that does not answer for as long as the operating system does. */
const timeouts = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

/** A client of Kinesis. Loads the SDK: about 0.2 s the first time. */
export async function kinesisClient(settings: ClientSettings): Promise<KinesisClient> {
  const { KinesisClient } = await import('@aws-sdk/client-kinesis');
  const { requestHandler, proxy } = await handlerFor('kinesis', settings);
  // By default this client speaks HTTP/2, which the plain port of a local Kinesis does not.
  const client = new KinesisClient({ ...clientConfig(settings), requestHandler });
  client.middlewareStack.add(rememberEndpoint(proxy), { step: 'finalizeRequest' });
  return client;
}

/** A client of DynamoDB. Loads the SDK: about 0.2 s the first time. */
export async function dynamodbClient(settings: ClientSettings): Promise<DynamoDBClient> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { requestHandler, proxy } = await handlerFor('dynamodb', settings);
  const client = new DynamoDBClient({ ...clientConfig(settings), requestHandler });
  client.middlewareStack.add(rememberEndpoint(proxy), { step: 'finalizeRequest' });
  return client;
}

interface Handler {
  readonly requestHandler: NodeHttpHandler;
  /** The host of the proxy that is used, if any. */
  readonly proxy: string | undefined;
}

/** The SDK itself knows no proxy. */
async function handlerFor(service: string, { region, endpoint, proxyFor }: ClientSettings): Promise<Handler> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const host = endpoint === undefined ? defaultHost(service, region) : new URL(endpoint).hostname;
  const proxy = proxyFor?.(host);
  if (proxy === undefined) return { requestHandler: new NodeHttpHandler(timeouts), proxy: undefined };
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true });
  return {
    requestHandler: new NodeHttpHandler({ ...timeouts, httpAgent: agent, httpsAgent: agent }),
    proxy: proxy.host,
  };
}

function defaultHost(service: string, region: string): string {
  return `${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

type Config = Pick<
  DynamoDBClientConfig,
  'region' | 'endpoint' | 'credentials' | 'profile' | 'maxAttempts' | 'logger'
>;

function clientConfig(settings: ClientSettings): Config {
  const { region, endpoint, credentials, profile, attempts, logger } = settings;
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(profile === undefined ? {} : { profile }),
    ...(attempts === undefined ? {} : { maxAttempts: attempts }),
    ...(logger === undefined ? {} : { logger }),
  };
}
