import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hostCommand } from '../../child/host-command.js';
import type { ReportTarget } from '../../child/reports/report-target.js';
import type { ProcessorSources } from '../../compile/compile-processor.js';
import type { Context } from '../../context.js';
import type { RunFolder } from '../../daemon/run-folder.js';
import type { WorkerEvents } from '../event-bus.js';
import type { Hosts } from '../hosts/index.js';
import type { HostsPlan } from '../hosts/plan.js';
import type { LogSink } from '../observers/log-sink.js';
import { buildProcessor } from '../prepare/build.js';
import type { ProcessorChoice, WorkerSettings } from '../settings.js';
import { ProcessorWatch, type BuiltFrom } from './index.js';
import { TypeCheck } from './type-check.js';

export interface WatchParts {
  readonly events: WorkerEvents;
  readonly hosts: Hosts;
  readonly plan: HostsPlan;
  readonly built: BuiltFrom;
  readonly reports: ReportTarget;
  readonly folder: RunFolder;
  readonly log: LogSink;
  readonly context: Context;
}

/** @returns what ends the watch */
export function startWatch(
  processor: Extract<ProcessorChoice, { kind: 'file' }>,
  { child }: Pick<WorkerSettings, 'child'>,
  { events, hosts, plan, built, reports, folder, log, context }: WatchParts,
): () => Promise<void> {
  const say = (level: 'info' | 'error', message: string): void => log.say(level, message);
  let builds = 0;
  let served: string | undefined;
  const rebuild = async (onSources: (sources: ProcessorSources) => void): Promise<void> => {
    const outDir = join(folder.path, `watch-${++builds}`);
    await mkdir(outDir);
    try {
      const compiled = await buildProcessor(processor, outDir, context, onSources);
      const node = process.execPath;
      const { secret, program } = plan;
      const { env, ...command } = hostCommand({ ...compiled, node, options: child, reports, secret });
      await hosts.replace({ ...program, ...command, env: { ...program.env, ...env } });
    } catch (error) {
      await rm(outDir, { recursive: true, force: true });
      throw error;
    }
    if (served !== undefined) await rm(served, { recursive: true, force: true });
    served = outDir;
  };
  const types = checkTypes(processor, built, { folder, log, context });
  const watch = new ProcessorWatch({
    file: processor.file,
    built,
    rebuild,
    say,
    onReplaced: () => types?.begin(),
  });
  // The start needs the processor for itself.
  const forget = events.subscribe('the check of types', {
    progress() {
      forget();
      types?.begin();
    },
  });
  return async () => {
    forget();
    watch.end();
    await types?.end();
  };
}

/** For a processor that has a tsconfig.json; what that says is shown when it changes. */
function checkTypes(
  { file, tsconfig }: Extract<ProcessorChoice, { kind: 'file' }>,
  { sources }: BuiltFrom,
  { folder, log, context }: Pick<WatchParts, 'folder' | 'log' | 'context'>,
): TypeCheck | undefined {
  const [nearest] = sources.configurations;
  const project = tsconfig ?? nearest;
  if (project === undefined) return undefined;
  let shown: string | undefined;
  return new TypeCheck({
    file,
    tsconfig: project,
    folder: folder.path,
    context,
    onResult(errors) {
      if (errors === shown) return;
      shown = errors;
      if (errors === undefined) log.say('info', 'the types are right');
      else log.say('warn', `the types are not right, which keeps nothing from running:\n${errors}`);
    },
  });
}
