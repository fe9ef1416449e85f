import { execa } from 'execa';
import { cli } from './run-cli.js';

interface TerminalOptions {
  readonly cwd: string;
  /** Where standard input comes from: it is no terminal. */
  readonly stdin: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs the built command line with a terminal for its output (util-linux's or BSD's script), and gives all that it shows. */
export async function runInTerminal(
  args: readonly string[],
  { cwd, stdin, env = {} }: TerminalOptions,
): Promise<string> {
  const command = `${[process.execPath, cli, ...args].map(quote).join(' ')} < ${quote(stdin)}`;
  const flags =
    process.platform === 'linux'
      ? ['-qec', command, '/dev/null']
      : ['-q', '/dev/null', '/bin/sh', '-c', command];
  const { stdout } = await execa('script', flags, {
    cwd,
    reject: false,
    stdin: 'ignore',
    env: { CI: '', NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: 'xterm', ...env },
  });
  return stdout.replaceAll('\r\n', '\n');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
