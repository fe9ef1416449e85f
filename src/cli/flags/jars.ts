import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Context, Environment } from '../../context.js';
import { KclTsError } from '../../errors.js';
import { cacheFolder, type CacheContext } from '../../maven/cache/cache-folder.js';
import { defaultJobs, type JarSettings } from '../../maven/jar-settings.js';
import type { JarStore } from '../../maven/cache/jar-store.js';
import { mavenCentral, parseRepository, type Repository } from '../../maven/repository.js';
import { ownFile } from '../../own-files.js';

/** The flags about jars, as commander hands them to an action. */
export interface JarOptions {
  readonly jarsLock?: string;
  readonly jarsDir?: string;
  readonly mavenRepo?: readonly string[];
  readonly offline?: boolean;
  readonly jobs?: string;
}

/** The lock file that kcl-ts is published with. */
export const packagedLockFile = ownFile('jars.lock');

/** For a command that needs no jars, but is to say what they would make of its flags. */
export function lockFileOption(): Option {
  return new Option(
    '--jars-lock <file>',
    "the project's own lock file instead of kcl-ts's [KCL_TS_JARS_LOCK]",
  );
}

/** The flags that run, fetch-jars and lock share. */
export function addJarOptions(command: Command): Command {
  const options = [
    lockFileOption(),
    new Option('--jars-dir <dir>', 'keep the jars in this folder instead of the cache [KCL_TS_JARS_DIR]'),
    new Option(
      '--maven-repo <url>',
      'download from this Maven repository instead of Maven Central (repeatable; tried in order) [KCL_TS_MAVEN_REPO]',
    ).argParser((url: string, before?: readonly string[]) => [...(before ?? []), url]),
    new Option('--offline', 'download nothing: use only jars that are already there [KCL_TS_OFFLINE]'),
    new Option('--jobs <n>', `how many jars to download at a time (default: ${defaultJobs}) [KCL_TS_JOBS]`),
  ];
  for (const option of options) command.addOption(option.helpGroup('Jars:'));
  return command;
}

/** What the flags and, where they are silent, the KCL_TS_ variables ask for. Throws CONFIG_INVALID, CACHE_UNUSABLE. */
export function jarSettings(options: JarOptions, context: CacheContext): JarSettings {
  const { env } = context;
  return {
    lockFile: lockFileInUse(options, context),
    store: jarStore(options, context),
    repositories: repositories(options, env),
    offline: options.offline ?? /^(1|true|yes|on)$/i.test(env['KCL_TS_OFFLINE'] ?? ''),
    jobs: jobs(options.jobs ?? env['KCL_TS_JOBS']),
  };
}

/** Absolute path of the lock file whose daemon is run. */
export function lockFileInUse(
  { jarsLock }: Pick<JarOptions, 'jarsLock'>,
  { env, cwd }: Pick<Context, 'env' | 'cwd'>,
): string {
  const file = jarsLock ?? env['KCL_TS_JARS_LOCK'];
  return file ? resolve(cwd, file) : packagedLockFile;
}

function jarStore({ jarsDir }: JarOptions, context: CacheContext): JarStore {
  const folder = jarsDir ?? context.env['KCL_TS_JARS_DIR'];
  return folder
    ? { folder: resolve(context.cwd, folder), layout: 'flat' }
    : { folder: resolve(cacheFolder(context), 'jars'), layout: 'maven' };
}

function repositories({ mavenRepo }: JarOptions, env: Environment): Repository[] {
  const urls = mavenRepo ?? (env['KCL_TS_MAVEN_REPO'] ?? '').split(/[\s,]+/).filter(Boolean);
  const credentials = {
    username: env['KCL_TS_MAVEN_USERNAME'],
    password: env['KCL_TS_MAVEN_PASSWORD'],
    token: env['KCL_TS_MAVEN_TOKEN'],
  };
  return urls.length > 0 ? urls.map((url) => parseRepository(url, credentials)) : [mavenCentral];
}

function jobs(text: string | undefined): number {
  if (!text) return defaultJobs;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 64) return value;
  throw new KclTsError('CONFIG_INVALID', `--jobs is ${text}, expected a number from 1 to 64`, {
    hint: 'leave it out for the default of ' + String(defaultJobs),
  });
}
