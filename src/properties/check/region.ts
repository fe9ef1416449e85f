import type { Environment } from '../../context.js';
import type { ChosenSetting } from './merge.js';
import { describeOrigin, type Origin, quote } from '../read/setting.js';
import type { Problem } from './problem.js';
import { isLocalOnly } from './local-url.js';
import type { ProfileSettings } from '../credentials/shared-files.js';
import { awsRegion } from '../values/aws.js';

type Chosen = Map<string, ChosenSetting>;

export interface RegionSources {
  readonly env: Environment;
  readonly profile: ProfileSettings | undefined;
  readonly profileName: string;
}

const regionSpec = { name: 'regionName', type: awsRegion, summary: 'AWS region' };

const clients = ['kinesisClient.region', 'dynamoDbClient.region', 'cloudWatchClient.region'] as const;

/**
 * Makes sure that a region is written. When a client has a region of its own, each gets one of its own: the daemon
 * reads the keys in the order of their hashes, where regionName comes after some of them and replaces them.
 */
export function placeRegion(chosen: Chosen, sources: RegionSources, problems: Problem[]): void {
  const isSplit = clients.some((name) => chosen.has(name));
  if (isSplit && clients.every((name) => chosen.has(name))) {
    chosen.delete('regionName');
    return;
  }
  const region = chosen.get('regionName') ?? findRegion(chosen, sources);
  if (!region) {
    problems.push({
      code: 'CREDENTIALS_MISSING',
      message: 'no AWS region was found in a flag, the environment or a profile',
      hint: 'give --region, set AWS_REGION, or name a profile with a region by --profile',
    });
    return;
  }
  const reading = awsRegion.read(region.value, regionSpec, true);
  if ('problem' in reading) {
    problems.push({ message: `${region.subject} (${describeOrigin(region.origin)}): ${reading.problem}` });
    return;
  }
  if (!isSplit) {
    chosen.set('regionName', { ...region, value: reading.value });
    return;
  }
  chosen.delete('regionName');
  for (const name of clients) {
    if (!chosen.has(name)) chosen.set(name, { ...region, value: reading.value });
  }
}

/** The region when no setting gives it: the stream's own, the environment's or the profile's. */
function findRegion(chosen: Chosen, { env, profile, profileName }: RegionSources): ChosenSetting | undefined {
  const fromArn = chosen.get('streamArn')?.value.split(':')[3];
  if (fromArn) return from(fromArn, { source: 'default', because: 'the region of the stream ARN' });
  for (const variable of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const region = env[variable];
    if (region) return from(region, { source: 'environment', variable });
  }
  const fromProfile = profile?.get('region');
  if (fromProfile) return from(fromProfile, { source: 'default', because: `the AWS profile ${profileName}` });
  if (isLocalOnly(chosen)) {
    return from('us-east-1', { source: 'default', because: 'a local endpoint takes any region' });
  }
  return undefined;
}

function from(value: string, origin: Origin): ChosenSetting {
  return { value, origin, subject: `region ${quote(value)}` };
}
