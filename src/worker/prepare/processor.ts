import type { Context, Environment } from '../../context.js';
import type { ProcessorSources } from '../../compile/compile-processor.js';
import { javaEnvironment } from '../../daemon/java-environment.js';
import type { RunFolder } from '../../daemon/run-folder.js';
import { KclTsError } from '../../errors.js';
import { childCommand, type ChildCommandOptions } from '../../child/command.js';
import { giveBack } from '../../child/give-back.js';
import { reportsVariable, type ProgramSettings } from '../../child/reports/report-target.js';
import { createReportChannel, type ReportChannel } from '../reports/report-channel.js';
import type { BuiltFrom } from '../watch/index.js';
import { fingerprint } from '../watch/watched-files.js';
import { buildProcessor } from './build.js';
import { checkProgram } from './check-program.js';
import type { ProcessorChoice, WorkerSettings } from '../settings.js';
import type { HostsPlan } from '../hosts/plan.js';
import { prepareHosts } from './hosts.js';
import { readShellCommand } from './shell-command.js';

export interface ProcessorCommand {
  readonly executableName: string;
  /** For java's environment, which each processor inherits; what is java's alone, its launcher takes back. Undefined takes a variable away. */
  readonly env: Environment;
}

export interface PreparedProcessor extends ProcessorCommand {
  /** On which the processors report. */
  readonly reports: ReportChannel;
  /** The processes that serve the shards; undefined if the daemon starts one for each. */
  readonly hosts: HostsPlan | undefined;
  /** For a processor that is watched and may be replaced. */
  readonly builtFrom: BuiltFrom | undefined;
}

/**
 * Makes the processor ready to be started for each shard: a file is compiled once and loaded once, so that what is
 * wrong with it shows before java starts.
 *
 * @throws KclTsError PROCESSOR_NOT_FOUND, PROCESSOR_INVALID
 */
export async function prepareProcessor(
  { processor, child, processes, watch }: Pick<WorkerSettings, 'processor' | 'child' | 'processes' | 'watch'>,
  folder: RunFolder,
  context: Context,
): Promise<PreparedProcessor> {
  const forJava = await javaEnvironment(context);
  const before = giveBack(Object.keys(forJava), context.env);
  const reports = await createReportChannel(folder.path, context);
  const own = { options: child, reports: reports.target, before, processes, watch };
  const { executableName, env, hosts, builtFrom } =
    processor.kind === 'command'
      ? { ...(await prepareCommand(processor.command, own, context)), hosts: undefined, builtFrom: undefined }
      : await prepareFile(processor, own, folder, context);
  return { executableName, env: { ...forJava, ...env }, reports, hosts, builtFrom };
}

async function prepareFile(
  choice: Extract<ProcessorChoice, { kind: 'file' }>,
  {
    processes,
    watch,
    ...own
  }: Pick<ChildCommandOptions, 'options' | 'reports' | 'before'> &
    Pick<WorkerSettings, 'processes' | 'watch'>,
  folder: RunFolder,
  context: Context,
): Promise<ProcessorCommand & Pick<PreparedProcessor, 'hosts' | 'builtFrom'>> {
  let built: Promise<BuiltFrom> | undefined;
  const compiled = await buildProcessor(choice, folder.path, context, (sources) => {
    if (watch) built = look(sources);
  });
  const node = process.execPath;
  const hosts =
    processes === 'per-shard'
      ? undefined
      : await prepareHosts({ ...own, ...compiled, node, most: processes }, folder, context);
  const builtFrom = await built;
  if (hosts) return { ...hosts, builtFrom };
  const { platform } = context;
  return { ...childCommand({ ...own, ...compiled, node, platform }), hosts: undefined, builtFrom: undefined };
}

async function look(sources: ProcessorSources): Promise<BuiltFrom> {
  return { sources, fingerprint: await fingerprint(sources) };
}

/**
 * A command of the user's goes to the daemon through a shell and an environment variable: the daemon splits
 * `executableName` at blanks and knows no quotes, while a path or an argument may well hold a blank.
 *
 * @throws KclTsError PROCESSOR_NOT_FOUND, PROCESSOR_INVALID for a program that cannot be started
 */
async function prepareCommand(
  command: string,
  { reports, before, options: { logLevel } }: Pick<ChildCommandOptions, 'options' | 'reports' | 'before'>,
  context: Context,
): Promise<ProcessorCommand> {
  const forProgram: ProgramSettings = { ...reports, ...(logLevel === undefined ? {} : { logLevel }) };
  const forLibrary = { [reportsVariable]: JSON.stringify(forProgram) };
  if (context.platform !== 'win32') {
    const { program } = readShellCommand(command);
    if (program !== undefined) await checkProgram(program, context);
    // What is more than a program cannot take the shell's place.
    const start = program === undefined ? command : `exec ${command}`;
    return {
      executableName: '/bin/sh -c eval$IFS"$KCL_TS_EXEC"',
      env: {
        KCL_TS_EXEC: [before, 'unset KCL_TS_EXEC', start].filter(Boolean).join('; '),
        ...forLibrary,
      },
    };
  }
  if (/["']/.test(command)) {
    throw new KclTsError('CONFIG_INVALID', `--exec cannot hold quotes on Windows, got ${command}`, {
      hint: 'the daemon splits the command at blanks: use paths and arguments without blanks',
    });
  }
  return { executableName: command, env: forLibrary };
}
