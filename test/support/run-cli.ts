import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Whether what is not in `env` comes from the tests' own environment; true unless said otherwise. */
  readonly extendEnv?: boolean;
}

export interface CliResult {
  /** Undefined when a signal ended it. */
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line to its end, as a user's shell would. Never rejects. */
export async function runCli(
  args: readonly string[],
  { cwd, env, input, extendEnv = true }: CliOptions = {},
): Promise<CliResult> {
  const { exitCode, signal, stdout, stderr } = await execa(process.execPath, [cli, ...args], {
    reject: false,
    extendEnv,
    stdin: input === undefined ? 'ignore' : 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input }),
  });
  return { exitCode, signal, stdout, stderr };
}
