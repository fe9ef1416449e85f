import { readFile } from 'node:fs/promises';
import type { Context } from '../../context.js';
import type { RunFolder } from '../../daemon/run-folder.js';
import { ownFile } from '../../own-files.js';
import { configForJava } from '../../properties/credentials/config-for-java.js';
import { sharedFiles } from '../../properties/credentials/shared-files.js';
import type { WorkerSettings } from '../settings.js';

/**
 * The JVM options with which java finds the credentials of `aws login`: a copy of the shared config file, in which the
 * AWS SDK for JavaScript is asked for them. A property of the JVM and not a variable, so that the processors read the
 * user's own file.
 */
export async function loginOptions(
  { region }: Pick<WorkerSettings, 'region'>,
  folder: RunFolder,
  context: Context,
): Promise<readonly string[]> {
  const { platform } = context;
  const file = sharedFiles(context).config;
  const config = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
  const words = [process.execPath, ownFile('dist/worker/entry/print-credentials.js')];
  const quote = platform === 'win32' ? quoteForCmd : quoteForShell;
  const forJava = configForJava(config, (profile) => [...words, profile, region].map(quote).join(' '));
  return forJava === undefined ? [] : [`-Daws.configFile=${await folder.write('aws-config', forJava)}`];
}

function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function quoteForCmd(word: string): string {
  return `"${word}"`;
}
