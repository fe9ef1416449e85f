import type { Environment } from '../context.js';
import type { PropertyOption } from './options.js';
import { propertyOptions } from './options.js';
import type { Problem } from './problem.js';
import type { Setting } from './setting.js';
import type { Source } from './sources.js';

interface Given extends Pick<Setting, 'origin' | 'subject'> {
  readonly value: string;
}

export interface CredentialsShortcuts {
  /** The provider that `--profile` and `--role-arn` stand for, to be put among the settings of `source`. */
  readonly setting?: Setting;
  readonly source?: Source;
  /** The profile of the shared AWS files that holds the region, and perhaps the credentials. */
  readonly profile: string;
  /** Java system properties that the provider needs. */
  readonly jvmOptions: readonly string[];
}

/**
 * Turns `--profile`, `--role-arn`, `--role-session-name` and `--external-id` into a credentials provider of the
 * daemon, from the strongest of the sources that gives each.
 */
export function credentialsShortcuts(
  sources: readonly Source[],
  env: Environment,
  applicationName: string | undefined,
  problems: Problem[],
): CredentialsShortcuts {
  const profile = given(sources, '--profile');
  const role = given(sources, '--role-arn');
  const profileName = profile?.value ?? (env['AWS_PROFILE'] || 'default');
  if (!role) {
    reportUseless(sources, problems);
    if (!profile) return { profile: profileName, jvmOptions: [] };
    reportDelimiters(profile, problems);
    return {
      setting: provider(`ProfileCredentialsProvider|${profile.value}`, profile),
      source: profile.from,
      profile: profileName,
      jvmOptions: [],
    };
  }
  const session = given(sources, '--role-session-name')?.value ?? (applicationName ?? 'kcl-ts').slice(0, 64);
  const externalId = given(sources, '--external-id');
  if (externalId) reportDelimiters(externalId, problems);
  if (profile && env['AWS_ACCESS_KEY_ID']) {
    problems.push({
      message: `${profile.subject} with ${role.subject}, but AWS_ACCESS_KEY_ID is set and would be used to assume the role`,
      hint: `unset AWS_ACCESS_KEY_ID, or leave --profile out`,
    });
  }
  const external = externalId ? `|externalId=${externalId.value}` : '';
  return {
    setting: provider(`StsAssumeRoleCredentialsProvider|${role.value}|${session}${external}`, role),
    source: role.from,
    profile: profileName,
    // The role is assumed with the SDK's default credentials; this points them at the profile.
    jvmOptions: profile ? [`-Daws.profile=${profile.value}`] : [],
  };
}

function given(sources: readonly Source[], name: string): (Given & { readonly from: Source }) | undefined {
  const option = propertyOptions.find((candidate: PropertyOption) => candidate.name === name);
  for (const from of sources) {
    const value = from.values.get(name)?.at(-1);
    if (option && value !== undefined) return { value, from, ...from.describe(option, value) };
  }
  return undefined;
}

function provider(value: string, { origin, subject }: Given): Setting {
  return { key: 'awsCredentialsProvider', value, origin, subject, friendly: true };
}

function reportUseless(sources: readonly Source[], problems: Problem[]): void {
  for (const name of ['--role-session-name', '--external-id']) {
    const useless = given(sources, name);
    if (useless)
      problems.push({ message: `${useless.subject} needs --role-arn`, hint: 'give the ARN of the role' });
  }
}

/** The daemon splits a provider's text at these, with no way to quote them. */
function reportDelimiters({ value, subject }: Given, problems: Problem[]): void {
  const wrong = /[,|=]/.exec(value)?.[0];
  if (wrong === undefined) return;
  problems.push({
    message: `${subject}: holds '${wrong}', which the daemon cannot be given here`,
    hint: 'put the role in a profile of ~/.aws/config and give --profile',
  });
}
