import type { Context } from '../context.js';
import { classArchives } from '../daemon/class-archive.js';
import { findJava } from '../daemon/find-java.js';
import { launchPlan } from '../daemon/launch-plan.js';
import { createRunFolder } from '../daemon/run-folder.js';
import { archiveFolder, jarFile } from '../maven/jar-store.js';
import { readLockFile } from '../maven/lock-file.js';
import { encodeProperties } from '../properties/encode.js';
import { propertiesForKcl } from '../properties/for-kcl.js';
import { prepareProcessor } from './prepare-processor.js';
import { daemonProperties } from './prepare.js';
import type { WorkerSettings } from './settings.js';
import { trustOptions } from './trust-options.js';

/**
 * What a run would do, as text: the java command, what kcl-ts adds to its environment, and the properties. The
 * processor is compiled and loaded, so that what is wrong with it shows; nothing is fetched, started or kept.
 */
export async function describeRun(settings: WorkerSettings, context: Context): Promise<string> {
  const folder = await createRunFolder(context.tmpdir);
  const forget = settings.atExit(() => folder.remove());
  try {
    const child = await prepareProcessor(settings, folder, context);
    const { store, lockFile } = settings.jars;
    const java = await findJava(settings.java, context);
    const { groups, kcl } = await readLockFile(lockFile);
    const classPath = groups.daemon.map((jar) => jarFile(store, jar));
    const plan = launchPlan({
      java: java.path,
      classPath,
      classArchive: await classArchives(archiveFolder(store), java, classPath).find(),
      propertiesFile: `${folder.path}/worker.properties`,
      logConfiguration: `${folder.path}/logback.xml`,
      jvmOptions: [...(await trustOptions(java, settings, folder, context)), ...settings.jvmOptions],
      cwd: context.cwd,
      env: child.env,
    });
    return [
      '# java is started as',
      [plan.file, ...plan.args].map(quote).join(' '),
      '',
      '# in',
      plan.cwd,
      '',
      '# with these added to the environment',
      ...Object.entries(child.env).map(([name, value]) => `${name}=${quote(value)}`),
      '',
      settings.local
        ? '# and these properties (--local adds its endpoints when its servers have started)'
        : '# and these properties',
      encodeProperties(propertiesForKcl(kcl, daemonProperties(settings, child.executableName))),
    ].join('\n');
  } finally {
    folder.remove();
    forget();
  }
}

/** As a POSIX shell takes it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
