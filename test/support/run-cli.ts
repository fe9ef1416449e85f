import { fileURLToPath } from 'node:url';
import { execa, type Result } from 'execa';

export const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly input?: string;
}

export type CliResult = Result<{ reject: false }>;

/** Runs the built command line to its end, as a user's shell would. Never rejects. */
export function runCli(args: readonly string[], { cwd, env, input }: CliOptions = {}): Promise<CliResult> {
  return execa(process.execPath, [cli, ...args], {
    reject: false,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
}
