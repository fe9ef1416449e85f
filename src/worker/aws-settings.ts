import type { ClientSettings } from '../aws/clients.js';
import type { LocalStack } from '../local/start-local-stack.js';
import { localCredentials } from '../local/local-environment.js';
import type { WorkerSettings } from './settings.js';

export interface AwsSettings {
  readonly kinesis: ClientSettings;
  readonly dynamodb: ClientSettings;
}

/** How kcl-ts itself calls AWS for a worker: with what the daemon is given, or the embedded servers. */
export function awsSettings(
  { region, aws, properties }: Pick<WorkerSettings, 'region' | 'aws' | 'properties'>,
  local: Pick<LocalStack, 'kinesisEndpoint' | 'dynamodbEndpoint'> | undefined,
): AwsSettings {
  const { kinesisEndpoint, dynamodbEndpoint } = local ?? aws;
  const who = local
    ? { credentials: localCredentials }
    : { profile: aws.profile, credentials: aws.credentials, proxyFor: aws.proxyFor };
  return {
    kinesis: { region, endpoint: kinesisEndpoint, ...who },
    dynamodb: {
      // `region` is that of Kinesis: the properties may have another for the tables.
      region: (local ? undefined : properties.get('dynamoDbClient.region')) ?? region,
      endpoint: dynamodbEndpoint,
      ...who,
    },
  };
}
