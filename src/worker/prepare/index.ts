import type { Context } from '../../context.js';
import { OLDEST_ARCHIVING_JAVA } from '../../daemon/class-archive.js';
import type { LaunchPlan } from '../../daemon/launch-plan.js';
import type { RunFolder } from '../../daemon/run-folder.js';
import { startPosition } from '../../kcl/start-position.js';
import type { LocalStack } from '../../local/start-local-stack.js';
import { ensureJars } from '../../maven/fetch/ensure-jars.js';
import { KclTsError } from '../../errors.js';
import { daemonClassPath, findArchive, type VerifiedJars } from './class-path.js';
import { planDaemon, type PlanParts } from './plan.js';
import { prepareProcessor } from './processor.js';
import type { HostsPlan } from '../hosts/plan.js';
import type { BuiltFrom } from '../watch/index.js';
import type { ReportChannel } from '../reports/report-channel.js';
import type { WorkerSettings } from '../settings.js';
import { prepareJava, type PreparedJava } from './java.js';

export interface Prepared {
  readonly plan: LaunchPlan;
  readonly hosts: HostsPlan | undefined;
  /** For a processor that is watched and may be replaced. */
  readonly builtFrom: BuiltFrom | undefined;
  readonly reports: ReportChannel;
  readonly local: LocalStack | undefined;
  /** Whether java has no class archive, but could make one. */
  readonly lacksArchive: boolean;
}

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
  const javaFound = prepareJava(settings, folder, part);
  const results = await Promise.allSettled([
    prepareProcessor(settings, folder, part).catch(stopOthers),
    javaFound.catch(stopOthers),
    prepareClasses(settings, javaFound, part).catch(stopOthers),
    startLocal(settings, part).catch(stopOthers),
  ]);
  const [processor, java, classes, local] = results;
  try {
    context.signal.throwIfAborted();
    const problem = results.map(problemOf).find((error) => error instanceof KclTsError);
    if (problem) throw problem;
    const child = valueOf(processor);
    const stack = valueOf(local);
    const parts = { child, ...valueOf(java), ...valueOf(classes), local: stack };
    const { launch, hosts } = await planDaemon(settings, parts, folder, context);
    const lacksArchive = parts.archive === undefined && parts.java.major >= OLDEST_ARCHIVING_JAVA;
    const { reports, builtFrom } = child;
    return { local: stack, reports, builtFrom, plan: launch, hosts, lacksArchive };
  } catch (error) {
    if (local.status === 'fulfilled') await local.value?.stop();
    throw error;
  }
}

/** What java loads its classes from. Where there is no java, that is for others to say. */
async function prepareClasses(
  settings: WorkerSettings,
  javaFound: Promise<PreparedJava>,
  context: Context,
): Promise<VerifiedJars & Pick<PlanParts, 'archive'>> {
  const verified = await ensureJars(settings.jars, context);
  const classPath = await daemonClassPath(settings, verified, { ...context, make: true });
  const found = await javaFound.catch(() => undefined);
  const archive = found && (await findArchive(settings, found.java, classPath));
  return { classPath, kcl: verified.kcl, archive };
}

async function startLocal(settings: WorkerSettings, context: Context): Promise<LocalStack | undefined> {
  const { local, stream, application, aws, workerId, region, properties } = settings;
  if (local === undefined) return undefined;
  const { startLocalStack } = await import('../../local/start-local-stack.js');
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

function problemOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'rejected' ? result.reason : undefined;
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
