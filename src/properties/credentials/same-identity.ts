import type { CollectedProperties } from '../collected.js';

/**
 * The provider of the daemon's that kcl-ts itself cannot follow, if any. It would act as somebody else than the daemon
 * does, perhaps in another account, where it must create nothing.
 *
 * @param profile the profile of the shared AWS files that was named, with which kcl-ts calls AWS
 */
export function providerOfItsOwn(
  properties: CollectedProperties['properties'],
  profile: string | undefined,
): string | undefined {
  const bean = [...properties.keys()].find((key) => /^(?:kinesis|dynamoDb)CredentialsProvider\./i.test(key));
  if (bean !== undefined) return bean;
  return ['awsCredentialsProvider', 'awsCredentialsProviderDynamoDB']
    .flatMap((key) => properties.get(key) ?? [])
    .find((provider) => !isFollowed(provider, profile));
}

function isFollowed(provider: string, profile: string | undefined): boolean {
  if (profile !== undefined) return provider === `ProfileCredentialsProvider|${profile}`;
  return provider === 'DefaultCredentialsProvider' || provider === 'EnvironmentVariableCredentialsProvider';
}
