import type { SearchResult, Search } from './search.js';
import { lookForAwsLogin } from './aws-login.js';
import { lookForLogin } from './sso.js';

/** Whether a profile of the shared AWS files can give credentials, by itself or by the profile it builds on. */
export function lookInProfile(
  name: string,
  search: Search,
  seen: ReadonlySet<string> = new Set(),
): SearchResult {
  const profile = search.profiles.get(name);
  if (!profile) {
    const missing = `the shared AWS files have no profile ${name}`;
    return name === 'default'
      ? { missing }
      : {
          missing,
          hint: 'check AWS_PROFILE and --profile; aws configure list-profiles names those there are',
        };
  }
  const source = profile.get('source_profile');
  if (profile.has('role_arn') && source !== undefined && source !== name) {
    if (seen.has(name)) return { missing: `the profile ${name} builds on itself` };
    return lookInProfile(source, search, new Set([...seen, name]));
  }
  if (profile.get('aws_access_key_id') && profile.get('aws_secret_access_key')) {
    return { found: `the profile ${name}` };
  }
  if (profile.has('sso_session') || profile.has('sso_start_url')) return lookForLogin(name, profile, search);
  const session = profile.get('login_session');
  if (session) return lookForAwsLogin(name, session, search);
  const other = ['credential_process', 'web_identity_token_file', 'credential_source'];
  if (other.some((setting) => profile.has(setting))) return { found: `the profile ${name}` };
  return { missing: `the profile ${name} has no credentials` };
}
