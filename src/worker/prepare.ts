import type { Context } from '../context.js';
import { classArchives } from '../daemon/class-archive.js';
import { findJava, type Java } from '../daemon/find-java.js';
import { launchPlan, type LaunchPlan } from '../daemon/launch-plan.js';
import type { RunFolder } from '../daemon/run-folder.js';
import type { StartPosition } from '../local/seed-application.js';
import type { LocalStack } from '../local/start-local-stack.js';
import { logbackConfiguration } from '../logs/logback-configuration.js';
import { ensureJars } from '../maven/ensure-jars.js';
import { archiveFolder } from '../maven/jar-store.js';
import { KclTsError } from '../errors.js';
import { encodeProperties } from '../properties/encode.js';
import { propertiesForKcl } from '../properties/for-kcl.js';
import { prepareProcessor } from './prepare-processor.js';
import type { ReportChannel } from './reports/report-channel.js';
import type { WorkerSettings } from './settings.js';
import { trustOptions } from './trust-options.js';

export interface Prepared {
  readonly plan: LaunchPlan;
  readonly reports: ReportChannel;
  readonly local: LocalStack | undefined;
}

/** A local run is over before the second compiler pays: without it java takes a third less CPU to the first record. */
const shortRun: readonly string[] = ['-XX:TieredStopAtLevel=1'];

/**
 * Everything that must be right before java starts, at the same time: the processor is compiled and loaded, java is
 * found, the jars are verified, the embedded stack starts. Where several fail, the first in that order is reported.
 */
export async function prepare(
  settings: WorkerSettings,
  folder: RunFolder,
  context: Context,
): Promise<Prepared> {
  const failed = new AbortController();
  const part = { ...context, signal: AbortSignal.any([context.signal, settings.hardStop, failed.signal]) };
  const stopOthers = (error: unknown): never => {
    failed.abort(error);
    throw error;
  };
  const results = await Promise.allSettled([
    prepareProcessor(settings, folder, part).catch(stopOthers),
    findTrustingJava(settings, folder, part).catch(stopOthers),
    ensureJars(settings.jars, part).catch(stopOthers),
    startLocal(settings, part).catch(stopOthers),
  ]);
  const [processor, found, jars, local] = results;
  try {
    context.signal.throwIfAborted();
    const problem = results.map(problemOf).find((error) => error instanceof KclTsError);
    if (problem) throw problem;
    const child = valueOf(processor);
    const { classPath, kcl } = valueOf(jars);
    const { java, trust } = valueOf(found);
    const archives = classArchives(archiveFolder(settings.jars.store), java, classPath);
    const stack = valueOf(local);
    const properties = propertiesForKcl(
      kcl,
      daemonProperties(settings, child.executableName, stack?.properties),
    );
    return {
      local: stack,
      reports: child.reports,
      plan: launchPlan({
        java: java.path,
        classPath,
        classArchive: await archives.find(),
        propertiesFile: await folder.write('worker.properties', encodeProperties(properties)),
        logConfiguration: await folder.write('logback.xml', logbackConfiguration(settings.logLevel)),
        jvmOptions: [...(stack ? shortRun : []), ...trust, ...settings.jvmOptions],
        cwd: context.cwd,
        env: { ...context.env, ...settings.env, ...stack?.env, ...child.env },
      }),
    };
  } catch (error) {
    if (local.status === 'fulfilled') await local.value?.stop();
    throw error;
  }
}

/**
 * The daemon halts the JVM when a processor is late, and no other shard gets its last checkpoint (MultiLangProtocol, KCL
 * 3.1.3). A processor's own process notices first, and ends; the daemon is for one that cannot even notice.
 */
const HALT_LATER_S = 5;

/** The properties as they are written: what the user asked for, and what only a run can know. */
export function daemonProperties(
  { properties, child }: Pick<WorkerSettings, 'properties' | 'child'>,
  executableName: string,
  local: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  return new Map([
    ...properties,
    ...local,
    ['executableName', executableName],
    // Only a call tells that a shard has nothing left; the session spares the user's code the empty ones.
    ...(child.timeoutMs === undefined
      ? []
      : [['timeoutInSeconds', String(child.timeoutMs / 1000 + HALT_LATER_S)] as const]),
    ...(child.reportProgress ? [['callProcessRecordsEvenForEmptyRecordList', 'true'] as const] : []),
  ]);
}

async function findTrustingJava(
  settings: WorkerSettings,
  folder: RunFolder,
  context: Context,
): Promise<{ readonly java: Java; readonly trust: readonly string[] }> {
  const java = await findJava(settings.java, context);
  return { java, trust: await trustOptions(java, settings, folder, context) };
}

async function startLocal(settings: WorkerSettings, context: Context): Promise<LocalStack | undefined> {
  const { local, stream, application, aws, workerId, region, properties } = settings;
  if (local === undefined) return undefined;
  const { startLocalStack } = await import('../local/start-local-stack.js');
  return await startLocalStack({
    ...local,
    stream,
    region,
    application,
    tables: aws.tables,
    workerId,
    from: startPosition(properties),
    node: process.execPath,
    context,
  });
}

/** The start position in the daemon's own terms: initialPositionInStreamExtended is in seconds since 1970. */
function startPosition(properties: ReadonlyMap<string, string>): StartPosition {
  const time = properties.get('initialPositionInStreamExtended');
  if (time !== undefined) return new Date(Number(time) * 1000);
  return properties.get('initialPositionInStream') === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON';
}

function problemOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'rejected' ? result.reason : undefined;
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
