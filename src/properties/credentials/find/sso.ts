import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { atHome } from '../at-home.js';
import type { ProfileSettings } from '../shared-files.js';
import type { SearchResult, Search } from './search.js';

/**
 * Whether somebody logged in for an SSO profile, and the login still holds. The AWS CLI keeps it in
 * `~/.aws/sso/cache`, in a file named after the session or, for older profiles, the start URL.
 */
export function lookForLogin(name: string, profile: ProfileSettings, { context }: Search): SearchResult {
  const key = profile.get('sso_session') ?? profile.get('sso_start_url') ?? '';
  const fileName = `${createHash('sha1').update(key).digest('hex')}.json`;
  const hint = `log in: aws sso login${name === 'default' ? '' : ` --profile ${name}`}`;
  const file = atHome(context, '.aws', 'sso', 'cache', fileName);
  const login = file === undefined ? undefined : readLogin(file);
  if (!login) return { missing: `nobody is logged in for the SSO profile ${name}`, hint };
  if (login.refreshable || login.expires > Date.now()) return { found: `the SSO profile ${name}` };
  return { missing: `the login of the SSO profile ${name} has expired`, hint };
}

interface Login {
  readonly expires: number;
  /** The SDK gets a new one by itself. */
  readonly refreshable: boolean;
}

function readLogin(file: string): Login | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('expiresAt' in parsed)) return undefined;
  const expires = typeof parsed.expiresAt === 'string' ? Date.parse(parsed.expiresAt) : NaN;
  return { expires, refreshable: 'refreshToken' in parsed && 'clientSecret' in parsed };
}
