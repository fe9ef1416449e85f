import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Context } from '../../context.js';
import { atHome } from './at-home.js';

/** The settings of a profile, by name; nested ones as `s3.region`. */
export type ProfileSettings = ReadonlyMap<string, string>;

type Place = Pick<Context, 'env' | 'homedir'>;

/** Where the shared AWS files are to be; undefined for a user without a home who names none. */
export function sharedFiles(context: Place): Readonly<Record<'config' | 'credentials', string | undefined>> {
  const { env } = context;
  const at = (variable: string, name: string): string | undefined => {
    const named = env[variable];
    if (!named) return atHome(context, '.aws', name);
    return named.startsWith('~/') ? (atHome(context, named.slice(2)) ?? named) : named;
  };
  return {
    config: at('AWS_CONFIG_FILE', 'config'),
    credentials: at('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

/**
 * The profiles of both shared AWS files, read by the AWS SDK's own package; what the credentials file says of one wins.
 * Sections of another kind are there as `sso-session.NAME` and `services.NAME`. A file that is not there or cannot be read
 * has none: it is the SDK's to complain about, if it needs the file at all.
 *
 * The SDK for Java (ProfileFileReader) differs from that for JavaScript at the edges: it does not take a whole file that
 * has a line without `=`, takes an indented line for a part of the setting above it, takes blanks inside `[ profile x ]`, and
 * knows no quotes, `:` or `+` in a profile's name.
 */
export async function readSharedFiles(context: Place): Promise<Map<string, ProfileSettings>> {
  const { config, credentials } = sharedFiles(context);
  // The package takes as long to load as node itself, and often there are no such files, as in a container.
  if (![config, credentials].some((file) => file !== undefined && existsSync(file))) return new Map();
  const { parseKnownFiles } = await import('@smithy/core/config');
  const profiles = await parseKnownFiles({
    configFilepath: config ?? devNull,
    filepath: credentials ?? devNull,
    ignoreCache: true,
  });
  return new Map(
    Object.entries(profiles).map(([name, settings]) => [
      name,
      new Map(Object.entries(settings).flatMap(given)),
    ]),
  );
}

function given([key, value]: [string, string | undefined]): [string, string][] {
  return value === undefined ? [] : [[key, value]];
}

/** Whether it is a profile that somebody can name. */
export function isProfileName(name: string): boolean {
  return !/^(sso-session|services)\./.test(name);
}
