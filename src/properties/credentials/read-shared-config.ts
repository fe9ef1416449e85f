import { readFileSync } from 'node:fs';
import type { Context } from '../../context.js';
import { systemCode } from '../../errors.js';
import { atHome } from './at-home.js';
import { parseSharedConfig, type ProfileSettings } from './shared-config.js';

/** The profiles of both shared AWS files; those of the credentials file win, as in the AWS SDKs. */
export function readSharedConfig(context: Pick<Context, 'env' | 'homedir'>): Map<string, ProfileSettings> {
  const { env } = context;
  const profiles = new Map<string, ProfileSettings>();
  const files = [
    env['AWS_CONFIG_FILE'] || atHome(context, '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] || atHome(context, '.aws', 'credentials'),
  ];
  for (const file of files) {
    if (file === undefined) continue;
    for (const [name, settings] of readIfThere(file)) {
      profiles.set(name, new Map([...(profiles.get(name) ?? []), ...settings]));
    }
  }
  return profiles;
}

function readIfThere(file: string): Map<string, ProfileSettings> {
  try {
    return parseSharedConfig(readFileSync(file, 'utf8'));
  } catch (error) {
    // An unreadable file is the AWS SDK's to complain about, if it needs the file at all.
    if (systemCode(error) !== undefined) return new Map();
    throw error;
  }
}
