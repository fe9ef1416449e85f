import { execa } from 'execa';
import { cli } from './run-cli.js';

export interface DialogueOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is typed once that text is on the screen, one after the other. */
  readonly answers: readonly (readonly [whenShown: string, typed: string])[];
}

export interface Dialogue {
  readonly exitCode?: number | undefined;
  /** All that was shown, without the sequences that move the cursor or colour. */
  readonly shown: string;
  /** The answers that nobody asked for. */
  readonly unasked: number;
}

export const enter = '\r';
export const down = '\u001b[B';
export const ctrlC = '\u0003';

/** Runs the built command line in a terminal of its own (script of util-linux or BSD), and types answers into it. */
export async function holdDialogue(
  args: readonly string[],
  { cwd, env = {}, answers }: DialogueOptions,
): Promise<Dialogue> {
  const words = [process.execPath, cli, ...args].map(quote).join(' ');
  // what script makes has no size
  const command = `stty cols 100 rows 30 && exec ${words}`;
  const flags =
    process.platform === 'linux'
      ? ['-qefc', command, '/dev/null']
      : ['-q', '/dev/null', '/bin/sh', '-c', command];
  const program = execa('script', flags, {
    cwd,
    env: { CI: '', TERM: 'xterm', ...env },
    reject: false,
    stdin: 'pipe',
  });
  const left = [...answers];
  let shown = '';
  let unread = '';
  program.stdout.on('data', (chunk: Buffer) => {
    const text = plain(chunk.toString());
    shown += text;
    unread += text;
    const [next] = left;
    if (next === undefined || !unread.includes(next[0])) return;
    left.shift();
    unread = '';
    program.stdin.write(next[1]);
  });
  const { exitCode } = await program;
  return { exitCode, shown, unasked: left.length };
}

function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[\d;?]*[a-zA-Z]/g, '').replaceAll('\r\n', '\n');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
