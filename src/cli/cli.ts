import type { Command } from 'commander';
import type { Context } from '../context.js';
import type { LogFormat } from '../logs/format/index.js';

/** What the command line hands to each command. */
export interface Cli {
  /** The context for one command, after its flags are known (quiet, colours, log level). */
  context(output?: OutputOptions): Context;
  /** All commands with their flags, for the one that tells a shell of them. */
  commands(): Promise<readonly Command[]>;
}

export interface OutputOptions {
  readonly quiet?: boolean;
  readonly debug?: boolean;
  /** The format of the log, which the reporter's lines have as well. @default pretty */
  readonly format?: LogFormat;
  /** What takes in all that is written to stderr. @default process.stderr */
  readonly stderr?: NodeJS.WritableStream;
}

/**
 * A command: flags and help, and an action that turns them into one call. Its module must load fast, whatever the
 * action needs is imported when it runs. An action throws KclTsError for expected failures and sets
 * `process.exitCode` for outcomes that are no error of kcl-ts.
 */
export type CommandFactory = (cli: Cli) => Command;
