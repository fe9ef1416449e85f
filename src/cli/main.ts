import { Command, CommanderError } from 'commander';
import type { Context } from '../context.js';
import { errorKinds } from '../errors.js';
import { printError } from '../ui/error-report.js';
import { createReporter } from '../ui/create-reporter.js';
import { guardTerminal } from '../ui/guard-terminal.js';
import type { EncodeLine } from '../ui/own-line.js';
import { encode } from '../logs/format/index.js';
import { packageVersion } from '../version.js';
import type { Cli, OutputOptions } from './cli.js';
import { takeVariables } from './flags/variables.js';
import { createCommands, loadCommands } from './commands.js';
import { addExamples } from './help/examples.js';
import { nextSteps } from './help/next-steps.js';
import { homeFolder, temporaryFolder } from './process/machine-folders.js';
import { surviveReaders } from './process/survive-readers.js';
import { usageError } from './usage-error.js';

/** Runs one command line. Sets `process.exitCode`; never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  let chosen: OutputOptions = {};
  const context = (output: OutputOptions = {}): Context => createContext((chosen = output));
  surviveReaders();
  try {
    const cli: Cli = { context, commands: () => loadCommands(cli) };
    const program = await createProgram(argv, cli);
    if (argv.length > 2) await program.parseAsync(withoutHelpOnHelp(argv));
    else showNextSteps();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : errorKinds.USAGE.exitCode;
      return;
    }
    const { explainAwsError } = await import('../aws/aws-error.js');
    process.exitCode = printError(explainAwsError(error, 'call AWS'), {
      stream: guardTerminal(process.stderr),
      env: process.env,
      encode: encoderOf(chosen),
    });
  } finally {
    endSoon();
  }
}

/** Undefined for text. */
function encoderOf({ format = 'pretty' }: OutputOptions): EncodeLine | undefined {
  return format === 'pretty' ? undefined : (line) => encode(line, format);
}

/** `help --help` is `help`: with positional options, commander would take the flag for a mistake. */
function withoutHelpOnHelp(argv: readonly string[]): readonly string[] {
  return argv[2] === 'help' ? argv.filter((word) => word !== '--help' && word !== '-h') : argv;
}

/** No success: an orchestrator that lost the arguments must not take this for a worker that has done its work. */
function showNextSteps(): void {
  guardTerminal(process.stderr).write(nextSteps);
  process.exitCode = errorKinds.USAGE.exitCode;
}

/** A command that is done ends; what it may have left open, and would wait for, is not worth a process that hangs. */
const LEFT_OPEN_MS = 5_000;

/** Waits for who reads the output, as long as it takes: after a stop, listenForStop sets the limit. */
function endSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) endSoon();
    else process.exit();
  }, LEFT_OPEN_MS).unref();
}

async function createProgram(argv: readonly string[], cli: Cli): Promise<Command> {
  const program = new Command('kcl-ts')
    .description('Consume an Amazon Kinesis stream with the Kinesis Client Library, in TypeScript.')
    .version(packageVersion, '-V, --version')
    .showSuggestionAfterError()
    // Without it, a command that has commands of its own takes their flags for its own.
    .enablePositionalOptions();
  for (const command of await createCommands(argv.slice(2), cli)) program.addCommand(command);
  for (const command of withSubcommands(program)) {
    addExamples(command);
    command.configureOutput({ outputError: () => undefined }).exitOverride((error) => {
      throw usageError(error, command);
    });
  }
  program.hook('preAction', (_, command) => takeVariables(command, process.env));
  return program;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function createContext({ stderr: taken = process.stderr, ...output }: OutputOptions): Context {
  const env = { ...process.env };
  const stderr = guardTerminal(taken);
  // The AWS clients would warn every user of Node 20; whether a processor's own may, is the processor's business.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const home = homeFolder();
  // The AWS clients look for the shared files in a home, and fail where there is none.
  if (process.platform !== 'win32') process.env['HOME'] ||= home ?? '/nonexistent';
  return {
    env,
    cwd: process.cwd(),
    platform: process.platform,
    homedir: home,
    tmpdir: temporaryFolder(env),
    stdout: guardTerminal(process.stdout),
    stderr,
    reporter: createReporter({
      ...{ stream: process.stderr, guarded: stderr, env },
      ...output,
      encode: encoderOf(output),
    }),
    signal: new AbortController().signal,
  };
}
