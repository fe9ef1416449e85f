import type { PropertySpec } from '../../../src/properties/table/row.js';

/** Where the daemon keeps what it made of a key, when not under the key's own name. */
const keptAs: Readonly<Record<string, string>> = {
  regionName: 'kinesisClient.region',
  kinesisEndpoint: 'kinesisClient.endpointOverride',
  dynamoDBEndpoint: 'dynamoDbClient.endpointOverride',
  initialPositionInStreamExtended: 'initialPositionInStream',
  awsCredentialsProvider: 'kinesisClient.credentials',
  awsCredentialsProviderDynamoDB: 'dynamoDbClient.credentials',
  awsCredentialsProviderCloudWatch: 'cloudWatchClient.credentials',
  'kinesisCredentialsProvider.class': 'kinesisClient.credentials',
  'dynamoDBCredentialsProvider.class': 'dynamoDbClient.credentials',
  'cloudWatchCredentialsProvider.class': 'cloudWatchClient.credentials',
};

/**
 * Whether what is in force is what a person who wrote `text` for the key must have meant. Knows nothing of how
 * kcl-ts reads values; it says what words and numbers mean.
 */
export function isInForceAsWritten(
  spec: PropertySpec,
  text: string,
  inForce: ReadonlyMap<string, string>,
): boolean {
  const effective = inForce.get(keptAs[spec.name] ?? spec.name);
  if (effective === undefined) return false;
  const meant = text.trim();
  switch (spec.type.name) {
    case 'int':
    case 'long':
      return /^[+-]?\d+$/.test(meant) && BigInt(meant) === BigInt(effective);
    case 'double':
      return meant !== '' && Number(meant) === Number(effective);
    case 'boolean':
      return meaningOf(meant) === effective;
    case 'enum':
      return spec.name === 'initialPositionInStream'
        ? effective.includes(`position=${meant.toUpperCase()},`)
        : effective === meant.toUpperCase();
    case 'epoch-seconds':
      return Number(meant) * 1000 === Date.parse(/timestamp=(.*)\)/.exec(effective)?.[1] ?? '');
    case 'duration':
      return secondsOf(meant) === secondsOf(effective);
    case 'tags':
      return pairsOf(meant) !== undefined && pairsOf(meant) === pairsOf(effective);
    case 'string-list':
      return namesOf(meant) === namesOf(effective);
    case 'credentials-provider':
    case 'class-name':
      return providersOf(meant) === providersOf(effective);
    case 'command':
      return meant.split(/ +/).join(' ') === effective;
    case 'arn':
    case 'aws-region':
    case 'object':
    case 'string':
    case 'uri':
      return text === effective;
  }
}

function meaningOf(word: string): string | undefined {
  if (/^(true|yes|y|on|1)$/i.test(word)) return 'true';
  return /^(false|no|n|off|0)$/i.test(word) ? 'false' : undefined;
}

function secondsOf(duration: string): number | undefined {
  const match = isoDuration.exec(duration);
  if (!match) return undefined;
  const numbers = match.slice(2).map((part: string | undefined) => Number((part ?? '0').replace(',', '.')));
  const seconds = numbers.reduce((sum, number, index) => sum + number * secondsEach[index]!, 0);
  return match[1] === '-' ? -seconds : seconds;
}

const secondsEach = [86_400, 3600, 60, 1];
const isoDuration =
  /^([+-]?)P(?=.)(?:([+-]?\d+)D)?(?:T(?=.)(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?[\d.,]+)S)?)?$/i;

function pairsOf(tags: string): string | undefined {
  const pairs = tags.split(',').map((tag) => tag.trim());
  while (pairs.at(-1) === '') pairs.pop();
  if (pairs.length === 0 || !pairs.every((tag) => /^[^=]+=[^=]+$/.test(tag))) return undefined;
  return pairs.map((tag) => tag.replace(/\s*=\s*/, '=')).join(',');
}

function namesOf(list: string): string {
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(',');
}

/** The classes without their packages, and the arguments that show in what was made. */
function providersOf(providers: string): string {
  return providers
    .split(',')
    .map((provider) => provider.trim())
    .filter(Boolean)
    .map((provider) => {
      const [type = '', ...args] = provider.split('|');
      const name = type.replace(/^.*\./, '').replace(/^Kcl/, '');
      // Of an assumed role nothing shows; what the KCL logs as unknown is not in force.
      if (name === 'StsAssumeRoleCredentialsProvider')
        return args.some(isUnknown) ? `${name} with more` : name;
      if (name === 'ProfileCredentialsProvider')
        return [name, ...(args.length ? args : ['default'])].join('|');
      return [name, ...args].join('|');
    })
    .join(',');
}

function isUnknown(argument: string, index: number): boolean {
  return index > 1 && !/^(endpoint|endpointRegion|externalId)=[^=]+$/.test(argument);
}
