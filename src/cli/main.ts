import { homedir, tmpdir } from 'node:os';
import { Command, CommanderError } from 'commander';
import type { Context } from '../context.js';
import { errorKinds } from '../errors.js';
import { printError } from '../ui/error-report.js';
import { createReporter } from '../ui/create-reporter.js';
import { doctorCommand } from './doctor.js';
import { fetchJarsCommand } from './fetch-jars.js';
import { iamPolicyCommand } from './iam-policy.js';
import { initCommand } from './init.js';
import { leasesCommand } from './leases.js';
import { localCommand } from './local.js';
import { propertiesCommand } from './properties.js';
import { runCommand } from './run.js';
import { simulateCommand } from './simulate.js';
import { lockCommand } from './lock.js';
import { packageVersion } from '../version.js';
import type { Cli, CommandFactory, OutputOptions } from './cli.js';

/** In the order in which help lists them. */
const commands: readonly CommandFactory[] = [
  runCommand,
  initCommand,
  simulateCommand,
  fetchJarsCommand,
  lockCommand,
  propertiesCommand,
  iamPolicyCommand,
  localCommand,
  leasesCommand,
  doctorCommand,
];

/** Runs one command line. Sets `process.exitCode`; never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  let chosen: OutputOptions = {};
  const context = (output: OutputOptions = {}): Context => createContext((chosen = output));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  try {
    await createProgram({ context }).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : errorKinds.USAGE.exitCode;
      return;
    }
    process.exitCode = printError(error, {
      stream: process.stderr,
      env: process.env,
      json: chosen.json ?? false,
    });
  }
}

/** Who reads our output may go (`| head`); a worker goes on without, and stops when it is told to. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function createProgram(cli: Cli): Command {
  const program = new Command('kcl-ts')
    .description('Consume an Amazon Kinesis stream with the Kinesis Client Library, in TypeScript.')
    .version(packageVersion, '-V, --version')
    .showSuggestionAfterError()
    .showHelpAfterError('(run with --help for usage)');
  for (const create of commands) program.addCommand(create(cli));
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}

function createContext(output: OutputOptions): Context {
  const env = { ...process.env };
  // The AWS clients would warn every user of Node 20; whether a processor's own may, is the processor's business.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return {
    env,
    cwd: process.cwd(),
    platform: process.platform,
    homedir: homedir(),
    tmpdir: tmpdir(),
    stdout: process.stdout,
    stderr: process.stderr,
    reporter: createReporter({ stream: process.stderr, env, ...output }),
    signal: new AbortController().signal,
  };
}
