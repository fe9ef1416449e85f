import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
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
  /** How often a call is tried in all; 3 unless set. */
  readonly attempts?: number;
}

/** The SDK itself would wait for a server that does not answer for as long as the operating system does. */
const timeouts = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

/** A client of Kinesis. Loads the SDK: about 0.2 s the first time. */
export async function kinesisClient(settings: ClientSettings): Promise<KinesisClient> {
  const [{ KinesisClient }, { NodeHttpHandler }] = await Promise.all([
    import('@aws-sdk/client-kinesis'),
    import('@smithy/node-http-handler'),
  ]);
  // By default this client speaks HTTP/2, which the plain port of a local Kinesis does not.
  const client = new KinesisClient({
    ...clientConfig(settings),
    requestHandler: new NodeHttpHandler(timeouts),
  });
  client.middlewareStack.add(rememberEndpoint, { step: 'finalizeRequest' });
  return client;
}

/** A client of DynamoDB. Loads the SDK: about 0.2 s the first time. */
export async function dynamodbClient(settings: ClientSettings): Promise<DynamoDBClient> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({ ...clientConfig(settings), requestHandler: timeouts });
  client.middlewareStack.add(rememberEndpoint, { step: 'finalizeRequest' });
  return client;
}

type Config = Pick<DynamoDBClientConfig, 'region' | 'endpoint' | 'credentials' | 'profile' | 'maxAttempts'>;

function clientConfig({ region, endpoint, credentials, profile, attempts }: ClientSettings): Config {
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(profile === undefined ? {} : { profile }),
    ...(attempts === undefined ? {} : { maxAttempts: attempts }),
  };
}
