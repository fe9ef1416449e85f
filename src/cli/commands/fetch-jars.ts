import { Command, Option } from 'commander';
import type { Context } from '../../context.js';
import type { JarSettings } from '../../maven/jar-settings.js';
import type { CommandFactory } from '../cli.js';
import type { VerifiedJars } from '../../worker/prepare/class-path.js';
import { addJarOptions, jarSettings, type JarOptions } from '../flags/jars.js';

interface FetchOptions extends JarOptions {
  readonly check?: true;
  readonly list?: true;
  readonly json?: true;
  readonly prune?: true;
  readonly warm?: 'aws' | 'local';
  readonly java?: string;
  readonly quiet?: true;
}

export const fetchJarsCommand: CommandFactory = (cli) => {
  const command = new Command('fetch-jars').description(
    "Verify the daemon's jars and download those that are missing or damaged. For CI and image builds: a run after it needs no network.",
  );
  for (const option of [
    new Option('--check', 'verify only; exit 4 if a jar is missing or damaged'),
    new Option('--list', 'print the jars with size and licence, and fetch nothing'),
    new Option('--json', 'print the jars as JSON (coordinates, hash, size, licence), and fetch nothing'),
    new Option('--prune', 'remove from the cache what no run has used for 30 days'),
    new Option(
      '--warm [for]',
      'also make a class archive, with which later runs start about a second sooner: for aws, or for local (runs with --local, which otherwise make it themselves); runs the daemon once, on the embedded stack',
    )
      .choices(['aws', 'local'])
      .preset('aws'),
  ]) {
    const others = ['check', 'list', 'json', 'prune', 'warm'].filter(
      (name) => name !== option.attributeName(),
    );
    command.addOption(option.conflicts(others));
  }
  command.option(
    '--java <path>',
    'with --warm, the java that later runs use: a launcher or the folder of a JDK',
  );
  command.option('-q, --quiet', 'print nothing but errors');
  addJarOptions(command);
  return command.action(async (options: FetchOptions) => {
    const context = cli.context({ quiet: options.quiet ?? false });
    const settings = jarSettings(options, context);
    if (options.list ?? options.json) await describe(options, settings, context);
    else if (options.prune) await pruneCache(settings, context);
    else {
      const verified = await fetch(options, settings, context);
      if (options.warm) await warm(options.warm, options, { jars: settings, verified }, context);
    }
  });
};

async function fetch(
  { check }: FetchOptions,
  settings: JarSettings,
  context: Context,
): Promise<VerifiedJars> {
  const { ensureJars } = await import('../../maven/fetch/ensure-jars.js');
  const verified = await ensureJars(check ? { ...settings, offline: true } : settings, context);
  context.reporter.info(`${verified.classPath.length} jars verified in ${settings.store.folder}`);
  return verified;
}

async function warm(
  target: 'aws' | 'local',
  { java }: FetchOptions,
  { jars, verified }: { readonly jars: JarSettings; readonly verified: VerifiedJars },
  context: Context,
): Promise<void> {
  const { endAs, listenForStop } = await import('../process/stop-signals.js');
  const { warmUp } = await import('../../worker/prepare/warm-up.js');
  const { warmUpSettings } = await import('../flags/warm-up.js');
  const { dropLeftLock } = await import('../../worker/archive-lock.js');
  const { archiveFolder } = await import('../../maven/cache/jar-store.js');
  const signals = listenForStop({ outliveParent: target === 'aws' });
  try {
    // Half a run makes no archive: there is nothing that a graceful stop would save.
    const settings = await warmUpSettings({ java, jars, target, hardStop: signals.stop }, context);
    context.reporter.info('running the daemon once to archive its classes');
    const { file, found } = await warmUp(settings, verified, { ...context, signal: signals.stop });
    context.reporter.info(`${found ? 'class archive found' : 'class archive made'}: ${file}`);
  } catch (error) {
    if (!signals.stop.aborted) throw error;
    endAs(signals.received);
  } finally {
    await dropLeftLock(archiveFolder(jars.store));
    signals.end();
  }
}

async function describe({ json }: FetchOptions, settings: JarSettings, { stdout }: Context): Promise<void> {
  const { readLockFile } = await import('../../maven/lock/lock-file.js');
  const { listJars, reportJars } = await import('../../maven/jar-report.js');
  const { daemon } = (await readLockFile(settings.lockFile)).groups;
  stdout.write(`${json ? JSON.stringify(reportJars(daemon, settings.store), null, 2) : listJars(daemon)}\n`);
}

async function pruneCache({ store }: JarSettings, { reporter }: Context): Promise<void> {
  const { prune } = await import('../../maven/cache/prune.js');
  const { files, bytes } = await prune(store);
  reporter.info(`removed ${files} files (${(bytes / 1e6).toFixed(1)} MB) from ${store.folder}`);
}
