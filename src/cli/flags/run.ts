import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Context } from '../../context.js';
import type { ErrorPolicy } from '../../child/options.js';
import type { RestartPolicy } from '../../worker/supervise/restart.js';
import { classPathOption } from './class-path.js';
import type { PageOptions } from './page.js';
import { logFormatOption, logLevelOption, type LogOptions } from './log.js';
import { addServerOptions, type ServerOptions } from './servers.js';
import { parseWhole } from './whole.js';

/** What the flags of `run` that are not the KCL's own give. */
export interface RunOptions extends LogOptions, ServerOptions, PageOptions {
  readonly exec?: string;
  readonly tsconfig?: string;
  readonly untilCaughtUp?: true;
  readonly dryRun?: true;
  readonly ui?: true;
  readonly watch?: true;
  readonly processes: number | 'per-shard';
  readonly onError: ErrorPolicy;
  readonly trace?: string;
  readonly restart: RestartPolicy['when'];
  readonly maxRestarts: number;
  readonly handBack: boolean;
  readonly takeOver: boolean;
  readonly quickStart: boolean;
  readonly outliveParent?: true;
  readonly java?: string;
  readonly javaOpts?: string[];
  readonly classpath?: string[];
}

/** The flags that a first user needs, listed with the KCL's usual ones. */
export function addUsualRunOptions(command: Command): Command {
  return command
    .addOption(usual('--until-caught-up', 'stop once every shard has nothing left to read'))
    .addOption(
      usual('--watch', 'let a changed processor, or one whose imports changed, take over; for development'),
    )
    .addOption(usual('--dry-run', 'print the java command and the properties without starting anything'))
    .addOption(usual('--ui', 'show the shards in a table that is kept up to date, with the log below'))
    .addOption(logLevelOption().helpGroup('Usual options:'));
}

export function addRunOptions(command: Command): Command {
  command
    .optionsGroup('Running:')
    .option('--exec <command>', 'run this program for each shard instead of a processor file')
    .option('--tsconfig <file>', tsconfigDescription)
    .addOption(
      new Option(
        '--processes <n>',
        'how many processes serve the shards: a number, auto (one for each core), or per-shard',
      )
        .default('per-shard')
        .argParser(parseProcesses),
    )
    .addOption(
      new Option('--on-error <policy>', 'when the processor throws: fail, retry:N or skip')
        .default('fail')
        .argParser(parseErrorPolicy),
    )
    .addOption(
      new Option('--restart <policy>', 'whether to restart a worker that ended by itself')
        .choices(['never', 'on-failure', 'always'])
        .default('never'),
    )
    .addOption(
      new Option('--max-restarts <n>', 'give up after this many restarts without a healthy minute in between')
        .default(10)
        .argParser(parseWhole(1, 1_000_000)),
    )
    .option(
      '--no-hand-back',
      'keep the leases when the worker stops: for a worker that restarts under the same --worker-id within --failover-time',
    )
    .option(
      '--no-take-over',
      'do not take over the leases of lost workers: the KCL does, after one to two minutes',
    )
    .option(
      '--no-quick-start',
      'leave it to the KCL to make tables and first leases and to assign free leases, which takes it up to two minutes',
    )
    .option(
      '--outlive-parent',
      'keep running when the process that started kcl-ts ends (without this flag, kcl-ts stops)',
    )
    .option(
      '--trace <file>',
      "append every line of the protocol to a file for each shard, including the records' data",
    );
  return addServerOptions(command)
    .optionsGroup('Java and logs:')
    .option(
      '--java <path>',
      'the java to use: a launcher or the folder of a JDK (default: JAVA_HOME, then PATH)',
    )
    .option('--java-opts <options>', 'options for the JVM, such as "-Xmx512m" (repeatable)', append)
    .addOption(classPathOption())
    .addOption(logFormatOption());
}

/** Of `run` and `simulate`. */
export const tsconfigDescription =
  'the tsconfig.json to compile the processor with (default: the nearest one above it)';

export function tsconfigPath(
  flag: string | undefined,
  { cwd, env }: Pick<Context, 'cwd' | 'env'>,
): string | undefined {
  const file = flag ?? env['KCL_TS_TSCONFIG'];
  return file === undefined ? undefined : resolve(cwd, file);
}

function usual(flags: string, description: string): Option {
  return new Option(flags, description).helpGroup('Usual options:');
}

function parseProcesses(value: string): RunOptions['processes'] {
  if (value === 'per-shard') return value;
  if (value === 'auto') return availableParallelism();
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Expected a whole number from 1 to 9999, auto or per-shard.');
}

export function parseErrorPolicy(value: string): ErrorPolicy {
  if (value === 'fail' || value === 'skip') return value;
  const times = /^retry:([1-9]\d{0,3})$/.exec(value)?.[1];
  if (times !== undefined) return { retry: Number(times) };
  throw new InvalidArgumentError('Expected fail, skip or retry:N with N from 1 to 9999.');
}

function append(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}
