import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { atHome } from '../at-home.js';
import type { SearchResult, Search } from './search.js';

/**
 * Whether somebody logged in by `aws login` for a profile. The AWS CLI keeps the login in a file named after the session;
 * whether it can still be renewed only AWS knows.
 */
export function lookForAwsLogin(name: string, session: string, { context }: Search): SearchResult {
  const folder = context.env['AWS_LOGIN_CACHE_DIRECTORY'] || atHome(context, '.aws', 'login', 'cache');
  const file = `${createHash('sha256').update(session).digest('hex')}.json`;
  if (folder !== undefined && existsSync(join(folder, file)))
    return { found: `the login of the profile ${name}` };
  return {
    missing: `nobody is logged in for the profile ${name}`,
    hint: `log in: aws login${name === 'default' ? '' : ` --profile ${name}`}`,
  };
}
