import { homedir, tmpdir } from 'node:os';
import { Command, CommanderError } from 'commander';
import type { Context } from '../context.js';
import { errorKinds } from '../errors.js';
import { printError } from '../ui/error-report.js';
import { createReporter } from '../ui/create-reporter.js';
import { packageVersion } from '../version.js';
import type { Cli, CommandFactory, OutputOptions } from './cli.js';

/** In the order in which help lists them. */
const commands: CommandFactory[] = [];

/** Runs one command line. Sets `process.exitCode`; never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  const stop = new AbortController();
  try {
    await createProgram({ context: (output) => createContext(output, stop.signal) }).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : errorKinds.USAGE.exitCode;
      return;
    }
    process.exitCode = printError(error, { stream: process.stderr, env: process.env });
  }
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

function createContext(output: OutputOptions = {}, signal: AbortSignal): Context {
  return {
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    homedir: homedir(),
    tmpdir: tmpdir(),
    stdout: process.stdout,
    stderr: process.stderr,
    reporter: createReporter({ stream: process.stderr, env: process.env, ...output }),
    signal,
  };
}
