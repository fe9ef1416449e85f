import type { Environment } from '../../context.js';
import { checkProfile } from './check-profile.js';
import type { Problem } from '../check/problem.js';
import type { Setting } from '../read/setting.js';
import type { ProfileSettings } from './shared-files.js';
import type { Given, Source } from '../read/sources.js';

interface GivenBy extends Given {
  readonly from: Source;
}

export interface CredentialsShortcuts {
  /** The provider that `--profile` and `--role-arn` stand for, to be put among the settings of `source`. */
  readonly setting?: Setting;
  readonly source?: Source;
  /** The profile of the shared AWS files that holds the region, and perhaps the credentials. */
  readonly profile: string;
  /** The profile that a flag or its variable names. */
  readonly named: string | undefined;
  /** Java system properties that the provider needs. */
  readonly jvmOptions: readonly string[];
}

export interface CredentialsInput {
  readonly sources: readonly Source[];
  readonly env: Environment;
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
  readonly applicationName: string | undefined;
}

/**
 * Turns `--profile`, `--role-arn`, `--role-session-name` and `--external-id` into a credentials provider of the
 * daemon, from the strongest of the sources that gives each.
 */
export function credentialsShortcuts(input: CredentialsInput, problems: Problem[]): CredentialsShortcuts {
  const { sources, env, profiles } = input;
  const profile = given(sources, '--profile');
  const role = given(sources, '--role-arn');
  if (profile) problems.push(...checkProfile(profile.value, profile.subject, profiles));
  if (role) return assumedRole(role, profile, input, problems);
  reportUseless(sources, problems);
  if (!profile) return { profile: env['AWS_PROFILE'] || 'default', named: undefined, jvmOptions: [] };
  reportDelimiters(profile, problems);
  const setting = provider(`ProfileCredentialsProvider|${profile.value}`, profile);
  return { setting, source: profile.from, profile: profile.value, named: profile.value, jvmOptions: [] };
}

function assumedRole(
  role: GivenBy,
  profile: Given | undefined,
  { sources, env, applicationName }: CredentialsInput,
  problems: Problem[],
): CredentialsShortcuts {
  const session = given(sources, '--role-session-name');
  const externalId = given(sources, '--external-id');
  for (const part of [role, session, externalId]) if (part) reportDelimiters(part, problems);
  if (profile && env['AWS_ACCESS_KEY_ID']) {
    problems.push({
      message: `${profile.subject} is to assume the role of ${role.subject}, but AWS_ACCESS_KEY_ID is set and would be used`,
      hint: 'unset AWS_ACCESS_KEY_ID, or leave the profile out',
    });
  }
  const sessionName = session?.value ?? (applicationName ?? 'kcl-ts').slice(0, 64);
  const external = externalId ? `|externalId=${externalId.value}` : '';
  return {
    setting: provider(`StsAssumeRoleCredentialsProvider|${role.value}|${sessionName}${external}`, role),
    source: role.from,
    profile: profile?.value ?? (env['AWS_PROFILE'] || 'default'),
    named: profile?.value,
    // The role is assumed with the SDK's default credentials; this points them at the profile.
    jvmOptions: profile ? [`-Daws.profile=${profile.value}`] : [],
  };
}

function given(sources: readonly Source[], name: string): GivenBy | undefined {
  for (const from of sources) {
    const last = from.given.get(name)?.at(-1);
    if (last) return { ...last, from };
  }
  return undefined;
}

function provider(value: string, { origin, subject }: Given): Setting {
  return { key: 'awsCredentialsProvider', value, origin, subject, friendly: true };
}

function reportUseless(sources: readonly Source[], problems: Problem[]): void {
  for (const name of ['--role-session-name', '--external-id']) {
    const useless = given(sources, name);
    if (useless) {
      problems.push({ message: `${useless.subject} needs --role-arn`, hint: 'give the ARN of the role' });
    }
  }
}

/** The daemon splits a provider's text at these, with no way to quote them. */
function reportDelimiters({ value, subject }: Given, problems: Problem[]): void {
  const wrong = /[,|=]/.exec(value)?.[0];
  if (wrong === undefined) return;
  problems.push({
    message: `${subject}: has '${wrong}', where the daemon would cut it`,
    hint: 'put it into a profile of ~/.aws/config, and name that profile with AWS_PROFILE',
  });
}
