import type { Environment } from '../context.js';

/** The embedded servers check no signature; the key must not be an account's number, which kinesis-local would use. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** What points the daemon, and whatever its processors call, at the embedded servers. */
export interface LocalSettings {
  /** To be laid over the environment of java and so of the processors. */
  readonly env: Environment;
  /** The daemon's properties. Stronger than what the user gave. */
  readonly properties: ReadonlyMap<string, string>;
}

interface Endpoints {
  readonly region: string;
  readonly kinesisEndpoint: string;
  readonly dynamodbEndpoint: string;
}

/**
 * The variables with which java, a processor's own AWS SDK and the AWS CLI use the embedded servers in place of AWS. What
 * the user's environment says of real credentials is taken away.
 */
export function localEnvironment({ region, kinesisEndpoint, dynamodbEndpoint }: Endpoints): Environment {
  return {
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL_KINESIS: kinesisEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
  };
}

export function localSettings(endpoints: Endpoints): LocalSettings {
  return {
    env: localEnvironment(endpoints),
    properties: new Map([
      ['regionName', endpoints.region],
      ['kinesisEndpoint', endpoints.kinesisEndpoint],
      ['dynamoDBEndpoint', endpoints.dynamodbEndpoint],
    ]),
  };
}
