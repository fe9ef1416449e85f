import type { Reporter } from './ui/reporter.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a command may use of the process it runs in. The command line builds one; everything below takes it as an
 * argument, so that a test can run any part with an environment, a folder and an output of its own.
 */
export interface Context {
  readonly env: Environment;
  /** Absolute; relative paths of the user's are resolved against it. */
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Undefined where the user has none. */
  readonly homedir: string | undefined;
  readonly tmpdir: string;
  /** For data: what a command was asked to print. Human text goes through the reporter. */
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly reporter: Reporter;
  /** Aborted when the user asks kcl-ts to stop. */
  readonly signal: AbortSignal;
}
