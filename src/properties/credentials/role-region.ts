import type { ChosenSetting } from '../check/merge.js';

/**
 * Gives an assumed role the region of the stream. The STS client of KclStsAssumeRoleCredentialsProvider does not see
 * regionName: with no region of its own, and none in the environment, it cannot be made and the daemon has no
 * credentials at all.
 */
export function addRoleRegion(chosen: Map<string, ChosenSetting>): void {
  const region = (chosen.get('kinesisClient.region') ?? chosen.get('regionName'))?.value;
  if (region === undefined) return;
  for (const [name, setting] of chosen) {
    if (!name.startsWith('awsCredentialsProvider')) continue;
    const providers = setting.value.split(',').map((provider) => {
      const isPlaced = /\|endpoint(Region)?=/.test(provider);
      return provider.startsWith('StsAssumeRole') && !isPlaced
        ? `${provider}|endpointRegion=${region}`
        : provider;
    });
    chosen.set(name, { ...setting, value: providers.join(',') });
  }
}
