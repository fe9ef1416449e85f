import type { Environment } from '../context.js';
import type { Origin } from './origin.js';
import type { ProfileSettings } from './shared-config.js';

export interface RegionSources {
  readonly streamArn: string | undefined;
  readonly env: Environment;
  readonly profile: ProfileSettings | undefined;
  readonly profileName: string;
  /** Whether the services called are stand-ins on this machine, which take any region. */
  readonly isLocal: boolean;
}

/** The region when no setting gives it: the stream's own, the environment's or the profile's. */
export function findRegion(
  sources: RegionSources,
): { readonly region: string; readonly origin: Origin } | undefined {
  const fromArn = sources.streamArn?.split(':')[3];
  if (fromArn)
    return { region: fromArn, origin: { source: 'default', because: 'the region of the stream ARN' } };
  for (const variable of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const region = sources.env[variable];
    if (region) return { region, origin: { source: 'environment', variable } };
  }
  const fromProfile = sources.profile?.get('region');
  if (fromProfile) {
    return {
      region: fromProfile,
      origin: { source: 'default', because: `the AWS profile ${sources.profileName}` },
    };
  }
  if (sources.isLocal) {
    return {
      region: 'us-east-1',
      origin: { source: 'default', because: 'any will do for a local endpoint' },
    };
  }
  return undefined;
}

/** Whether a URL is on this machine. */
export function isLocalUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\]$)/.test(hostname);
}
