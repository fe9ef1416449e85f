import { access } from 'node:fs/promises';
import { sep } from 'node:path';
import { Command } from 'commander';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import { cacheFolder } from '../../maven/cache/cache-folder.js';
import type { JarSettings } from '../../maven/jar-settings.js';
import { readLockFile, writeLockFile, type LockFile } from '../../maven/lock/lock-file.js';
import type { CommandFactory } from '../cli.js';
import { addJarOptions, jarSettings, packagedLockFile, type JarOptions } from '../flags/jars.js';

interface LockOptions extends JarOptions {
  readonly kclVersion?: string;
  readonly clientVersion?: string;
  readonly override?: readonly string[];
  readonly with?: readonly string[];
  readonly check?: true;
  readonly java?: string;
}

export const lockCommand: CommandFactory = (cli) =>
  addJarOptions(
    new Command('lock')
      .description(
        "Resolve a version of the KCL's MultiLangDaemon with Maven's own resolver and write the lock file.\n" +
          'Without flags, lock resolves again what the lock file records: versions, overrides and additions.',
      )
      .option('--kcl-version <version>', 'the version of the MultiLangDaemon')
      .option(
        '--client-version <version>',
        'run the daemon on a newer amazon-kinesis-client, with all jars of the AWS SDK to fit',
      )
      .option('--override <g:a:v>', 'use another version of a jar (repeatable)', collect)
      .option('--with <g:a:v>', 'add a jar and its dependencies (repeatable)', collect)
      .option('--check', 'write nothing; if the lock file differs, print the difference and exit 4')
      .option('--java <path>', 'the java to use: a launcher or the folder of a JDK [KCL_TS_JAVA]'),
  ).action(async (options: LockOptions) => {
    const context = cli.context();
    const settings = jarSettings(options, context);
    const before = (await isThere(settings.lockFile)) ? await readLockFile(settings.lockFile) : undefined;
    if (!options.check) refusePackagedFile(settings);
    const after = await resolveLock(options, before, settings, context);
    const { lockDifference } = await import('../../maven/lock/difference.js');
    const difference = before ? lockDifference(before, after) : [];
    for (const line of difference) context.stdout.write(`${line}\n`);
    if (options.check) {
      check(settings, before, difference, context);
      return;
    }
    await writeLockFile(settings.lockFile, after);
    const jars = after.groups.daemon;
    const megabytes = (jars.reduce((sum, { size }) => sum + size, 0) / 1e6).toFixed(1);
    context.reporter.info(
      `${settings.lockFile}: KCL ${named(after)}, ${jars.length} jars, ${megabytes} MB${before && difference.length === 0 ? ', unchanged' : ''}`,
    );
  });

async function resolveLock(
  { kclVersion, clientVersion, override, with: additions, java }: LockOptions,
  before: LockFile | undefined,
  settings: JarSettings,
  context: Context,
): Promise<LockFile> {
  const { findJava } = await import('../../daemon/find-java.js');
  const { lockRequest } = await import('../../maven/lock/request.js');
  const { makeLock } = await import('../../maven/lock/make-lock.js');
  const { withResolver } = await import('../../maven/lock/resolver-session.js');
  const flags = { kclVersion, clientVersion, override, with: additions };
  const request = await lockRequest(flags, before, packagedLockFile);
  const { quickJava } = await import('../../daemon/quick-java.js');
  const found = await findJava(java ?? context.env['KCL_TS_JAVA'], context);
  const localRepository = `${cacheFolder(context)}${sep}resolver`;
  context.reporter.info(`resolving KCL ${named(request)}`);
  return withResolver(
    { settings, java: await quickJava(found, context), localRepository },
    context,
    (session) => makeLock(request, session.resolver, session.localRepository),
  );
}

function named({ kcl, client }: Pick<LockFile, 'kcl'> & { readonly client?: string | undefined }): string {
  return client === undefined ? kcl : `${kcl} on client ${client}`;
}

function check(
  { lockFile }: JarSettings,
  before: LockFile | undefined,
  difference: readonly string[],
  { reporter }: Context,
): void {
  if (before && difference.length === 0) {
    reporter.info(`${lockFile} is up to date`);
    return;
  }
  throw new KclTsError(
    'LOCK_INVALID',
    before ? `${lockFile} is out of date` : `there is no lock file ${lockFile}`,
    { hint: 'write it with `kcl-ts lock` (and the same flags), and look at the change' },
  );
}

/** The next `npm install` would undo a change to the installed package, and nobody would see it in review. */
function refusePackagedFile({ lockFile }: JarSettings): void {
  if (!lockFile.split(sep).includes('node_modules')) return;
  throw new KclTsError('CONFIG_INVALID', `${lockFile} belongs to the installed package`, {
    hint: "keep a lock file of your project's own: kcl-ts lock --jars-lock jars.lock, and the same flag (or KCL_TS_JARS_LOCK) for run and fetch-jars",
  });
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function collect(value: string, before?: readonly string[]): readonly string[] {
  return [...(before ?? []), value];
}
