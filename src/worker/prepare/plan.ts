import type { Context, Environment } from '../../context.js';
import type { Java } from '../../daemon/find-java.js';
import { givenOptions } from '../../daemon/jvm-options/given.js';
import { leaveToUser } from '../../daemon/jvm-options/leave-to-user.js';
import { homeIn, ownJvmOptions, shortRun, useArchive } from '../../daemon/jvm-options/own.js';
import { launchPlan, type LaunchPlan } from '../../daemon/launch-plan.js';
import type { RunFolder } from '../../daemon/run-folder.js';
import { logbackConfiguration } from '../../logs/logback-configuration.js';
import type { LocalSettings } from '../../local/local-environment.js';
import { encodeProperties } from '../../properties/write/encode.js';
import { propertiesForKcl } from '../../properties/write/for-kcl.js';
import { daemonProperties } from './daemon-properties.js';
import { withEnvironment, type HostsPlan } from '../hosts/plan.js';
import type { PreparedProcessor } from './processor.js';
import type { WorkerSettings } from '../settings.js';

/** What must have been found or started before the daemon's command can be written. */
export interface PlanParts {
  readonly child: PreparedProcessor;
  readonly java: Java;
  /** What java is told so that it trusts and finds what node does. */
  readonly access: readonly string[];
  /** The jars of the lock, and what comes before them: absolute. */
  readonly classPath: readonly string[];
  /** The version of the KCL in the lock. */
  readonly kcl: string;
  /** A class archive for this java and class path. */
  readonly archive: string | undefined;
  readonly local: LocalSettings | undefined;
}

export interface Plan {
  readonly launch: LaunchPlan;
  /** The processes that serve the shards; undefined if the daemon starts one for each. */
  readonly hosts: HostsPlan | undefined;
  /** The daemon's properties as they are in its file. */
  readonly properties: string;
  /** What java's environment has besides the user's; undefined: what it has not, though the user's has. */
  readonly added: Environment;
}

/** The daemon's command, its environment and its files, as `run` starts it and `--dry-run` shows it. */
export async function planDaemon(
  settings: WorkerSettings,
  { child, java, access, classPath, kcl, archive, local }: PlanParts,
  folder: RunFolder,
  context: Context,
): Promise<Plan> {
  const own = [
    ...ownJvmOptions(java.major),
    ...(context.homedir === undefined ? homeIn(folder.path) : []),
    ...(settings.local ? shortRun : []),
    ...(archive === undefined ? [] : useArchive(archive)),
    ...access.map((option) => ({ option })),
    ...settings.jvmOptions,
  ];
  const properties = encodeProperties(
    propertiesForKcl(kcl, daemonProperties(settings, child.executableName, local?.properties)),
  );
  const added = { ...settings.env, ...local?.env, ...child.env };
  const forProcessors = { ...context.env, ...settings.env, ...local?.env };
  return {
    properties,
    added,
    hosts: child.hosts && withEnvironment(child.hosts, forProcessors),
    launch: launchPlan({
      java: java.path,
      jvmOptions: [
        ...leaveToUser(own, await givenOptions(settings.javaOptions, context)),
        ...settings.javaOptions,
      ],
      classPath: [...classPath, ...settings.classPath],
      propertiesFile: await folder.write('worker.properties', properties),
      logConfiguration: await folder.write('logback.xml', logbackConfiguration(settings.logLevels.kcl)),
      cwd: context.cwd,
      env: { ...context.env, ...added },
    }),
  };
}
