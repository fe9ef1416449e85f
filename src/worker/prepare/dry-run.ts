import type { Context, Environment } from '../../context.js';
import { createRunFolder } from '../../daemon/run-folder.js';
import { localSettings } from '../../local/local-environment.js';
import { jarFile } from '../../maven/cache/jar-store.js';
import { readLockFile } from '../../maven/lock/lock-file.js';
import { withoutSecrets } from '../../properties/read/secrets.js';
import { daemonClassPath, findArchive } from './class-path.js';
import { planDaemon } from './plan.js';
import { prepareProcessor } from './processor.js';
import type { HostsPlan } from '../hosts/plan.js';
import type { WorkerSettings } from '../settings.js';
import { prepareJava } from './java.js';

/** Of the embedded servers, which choose their ports when they start. */
const unknownPort = 'PORT';

/**
 * What a run would do, as text: the java command, what kcl-ts adds to its environment, and the properties. The
 * processor is compiled and loaded, so that what is wrong with it shows; nothing is fetched, started or kept.
 */
export async function describeRun(settings: WorkerSettings, context: Context): Promise<string> {
  const folder = await createRunFolder(context.tmpdir);
  const forget = settings.atExit(() => folder.remove());
  try {
    const { store, lockFile } = settings.jars;
    const { groups, kcl } = await readLockFile(lockFile);
    const endpoint = `http://127.0.0.1:${unknownPort}`;
    const verified = { classPath: groups.daemon.map((jar) => jarFile(store, jar)), kcl };
    const java = await prepareJava(settings, folder, context);
    const classPath = await daemonClassPath(settings, verified, { ...context, make: false });
    const { launch, hosts, properties, added } = await planDaemon(
      settings,
      {
        child: await prepareProcessor(settings, folder, context),
        ...java,
        classPath,
        kcl,
        archive: await findArchive(settings, java.java, classPath),
        local: settings.local
          ? localSettings({ region: settings.region, kinesisEndpoint: endpoint, dynamodbEndpoint: endpoint })
          : undefined,
      },
      folder,
      context,
    );
    return [
      '# java is started as',
      commandLine(launch),
      '',
      '# in',
      launch.cwd,
      '',
      '# with these added to the environment',
      ...addedLines(added, context.env),
      '',
      ...removedLines(added, context.env),
      ...hostLines(hosts, context.env),
      settings.local
        ? `# and these properties (${unknownPort}: the embedded servers take any that are free)`
        : '# and these properties',
      properties,
    ].join('\n');
  } finally {
    folder.remove();
    forget();
  }
}

function addedLines(env: Environment, before: Environment): string[] {
  return changed(env, before).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quote(withoutSecrets(value))}`],
  );
}

function removedLines(env: Environment, before: Environment): string[] {
  const names = changed(env, before).flatMap(([name, value]) => (value === undefined ? [name] : []));
  return names.length === 0 ? [] : ['# without these of the environment', ...names, ''];
}

function hostLines(hosts: HostsPlan | undefined, before: Environment): string[] {
  if (hosts === undefined) return [];
  const { most, program } = hosts;
  const processes = most === 1 ? 'one process serves' : `at most ${most} processes serve`;
  return [
    `# ${processes} the shards; each is started as`,
    commandLine(program),
    '',
    '# with these added to its environment',
    ...addedLines(program.env, before),
    '',
  ];
}

function changed(env: Environment, before: Environment): [string, string | undefined][] {
  return Object.entries(env).filter(([name, value]) => value !== before[name]);
}

function commandLine({ file, args }: { readonly file: string; readonly args: readonly string[] }): string {
  return [file, ...args].map(quote).join(' ');
}

/** As a POSIX shell takes it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
