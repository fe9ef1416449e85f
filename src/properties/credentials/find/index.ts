import { existsSync } from 'node:fs';
import type { Context } from '../../../context.js';
import { KclTsError } from '../../../errors.js';
import type { CollectedProperties } from '../../collected.js';
import { readSharedFiles } from '../shared-files.js';
import type { SearchResult, Search } from './search.js';
import { lookForInstanceRole } from './instance-metadata.js';
import { lookInProfile } from './profile.js';

/**
 * Makes sure that the daemon will find credentials, before java starts: without any it would print about 20 stack
 * traces of 40 lines and give up.
 *
 * Looks where the providers in the properties look: environment, token files, the shared AWS files and the cache of
 * logins. Nothing is asked over the network, with one exception: when there is nothing in any of these places and the
 * machine might be an EC2 instance, whether its metadata know a role (a second each for two questions). It does not prove
 * that the credentials are valid, or that a role may be assumed.
 *
 * @returns where they are, such as `the environment`
 * @throws KclTsError CREDENTIALS_MISSING
 */
export async function checkCredentials(
  collected: CollectedProperties,
  context: Pick<Context, 'env' | 'homedir'>,
): Promise<string[]> {
  const profiles = await readSharedFiles(context);
  const search: Search = { context, profile: collected.profile, profiles };
  const keys = [
    'awsCredentialsProvider',
    'awsCredentialsProviderDynamoDB',
    'awsCredentialsProviderCloudWatch',
  ];
  const values = new Set(
    keys.map((key) => collected.properties.get(key)).filter((value) => value !== undefined),
  );
  const places = new Set<string>();
  for (const value of values) {
    const findings = await findCredentials(value, search);
    const place = findings.find((finding) => 'found' in finding);
    if (place) {
      places.add(place.found);
      continue;
    }
    const missing = findings.filter((finding) => 'missing' in finding);
    // What was begun and does not work says more than all that was never set up.
    const begun = missing.filter(({ hint }) => hint !== undefined);
    throw new KclTsError('CREDENTIALS_MISSING', `no AWS credentials: ${value} finds none`, {
      details: (begun.length > 0 ? begun : missing).map((finding) => `- ${finding.missing}`).join('\n'),
      hint:
        begun[0]?.hint ??
        'run aws configure, name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; --local needs none',
    });
  }
  return [...places];
}

/** What each provider of a list would find. Ends with the first that finds something. */
async function findCredentials(providers: string, search: Search): Promise<SearchResult[]> {
  const findings: SearchResult[] = [];
  for (const provider of providers.split(',')) {
    for (const look of lookers(provider, search)) {
      const finding = await look();
      findings.push(finding);
      if ('found' in finding) return findings;
    }
  }
  return findings;
}

type Look = () => SearchResult | Promise<SearchResult>;

/** In the order of the SDK's DefaultCredentialsProvider, which also assumes roles. */
function lookers(provider: string, search: Search): Look[] {
  const { env } = search.context;
  const [name = '', profile] = provider.split('|');
  const environment: Look = () => lookInEnvironment(search);
  const webIdentity: Look = () => lookForWebIdentity(search);
  const container: Look = () => lookForContainer(search);
  const instance: Look = () => lookForInstanceRole(env);
  switch (name) {
    case 'DefaultCredentialsProvider':
    case 'StsAssumeRoleCredentialsProvider':
      return [environment, webIdentity, () => lookInProfile(search.profile, search), container, instance];
    case 'EnvironmentVariableCredentialsProvider':
      return [environment];
    case 'WebIdentityTokenFileCredentialsProvider':
      return [webIdentity];
    case 'ProfileCredentialsProvider':
      return [() => lookInProfile(profile ?? search.profile, search)];
    case 'ContainerCredentialsProvider':
      return [container];
    case 'InstanceProfileCredentialsProvider':
      return [instance];
    default:
      // Anonymous needs none; system properties and a class of the user's own are java's to see.
      return [() => ({ found: name })];
  }
}

function lookInEnvironment({ context: { env } }: Search): SearchResult {
  const wanted = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  const unset = wanted.filter((variable) => !env[variable]);
  if (unset.length === 0) return { found: 'the environment' };
  return { missing: `${unset.join(' and ')} ${unset.length > 1 ? 'are' : 'is'} not set` };
}

function lookForWebIdentity({ context: { env } }: Search): SearchResult {
  const file = env['AWS_WEB_IDENTITY_TOKEN_FILE'];
  if (!file || !env['AWS_ROLE_ARN']) {
    return { missing: 'AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set' };
  }
  return existsSync(file)
    ? { found: file }
    : { missing: `AWS_WEB_IDENTITY_TOKEN_FILE names ${file}, which is not there` };
}

function lookForContainer({ context: { env } }: Search): SearchResult {
  const variables = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  const given = variables.find((variable) => env[variable]);
  return given === undefined
    ? { missing: `no container service gave credentials (${variables.join(', ')})` }
    : { found: given };
}
