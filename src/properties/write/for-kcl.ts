/** The keys of KCL 3 that the multilang of KCL 2 has under another name. */
const keysOfKcl2: Readonly<Record<string, string>> = {
  awsCredentialsProvider: 'AWSCredentialsProvider',
  awsCredentialsProviderDynamoDB: 'AWSCredentialsProviderDynamoDB',
  awsCredentialsProviderCloudWatch: 'AWSCredentialsProviderCloudWatch',
};

/**
 * The providers by their names in the AWS SDK for Java 1, where KCL 2 looks for them: com.amazonaws.auth and the
 * multilang's own package (AWSCredentialsProviderPropertyValueDecoder of 2.5.4). Those not here have the same name.
 */
const providersOfKcl2: Readonly<Record<string, string>> = {
  DefaultCredentialsProvider: 'DefaultAWSCredentialsProviderChain',
  SystemPropertyCredentialsProvider: 'SystemPropertiesCredentialsProvider',
  ProfileCredentialsProvider: 'com.amazonaws.auth.profile.ProfileCredentialsProvider',
  ContainerCredentialsProvider: 'EC2ContainerCredentialsProviderWrapper',
  WebIdentityTokenFileCredentialsProvider: 'WebIdentityTokenCredentialsProvider',
  StsAssumeRoleCredentialsProvider: 'KclSTSAssumeRoleSessionCredentialsProvider',
};

/**
 * The properties as the daemon of a KCL version reads them. They are made for version 3; version 2 has its credentials
 * from an older SDK, under another key. Keys that it does not know it passes over.
 *
 * @param version such as `2.5.4`: that of the lock file whose jars are run
 */
export function propertiesForKcl(
  version: string,
  properties: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (!version.startsWith('2.')) return properties;
  return new Map(
    [...properties].map(([key, value]) => {
      const key2 = keysOfKcl2[key];
      return key2 === undefined ? [key, value] : [key2, value.split(',').map(providerOfKcl2).join(',')];
    }),
  );
}

function providerOfKcl2(provider: string): string {
  const [name = '', ...args] = provider.split('|');
  return [providersOfKcl2[name] ?? name, ...args].join('|');
}
