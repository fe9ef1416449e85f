import type { Problem } from '../check/problem.js';
import { isProfileName, type ProfileSettings } from './shared-files.js';
import { didYouMean } from '../../did-you-mean.js';

/** Whether a profile that was asked for exists. Without any shared file the SDK will say what it misses. */
export function checkProfile(
  name: string,
  subject: string,
  profiles: ReadonlyMap<string, ProfileSettings>,
): Problem[] {
  if (profiles.has(name)) return [];
  const names = [...profiles.keys()].filter(isProfileName);
  return [
    {
      code: 'CREDENTIALS_MISSING',
      message: `${subject}: the shared AWS files have no such profile${didYouMean(name, names)}`,
      hint: names.length > 0 ? `they have ${names.join(', ')}` : 'run aws configure, or set AWS_CONFIG_FILE',
    },
  ];
}
