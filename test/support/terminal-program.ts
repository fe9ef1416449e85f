import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { emulateTerminal, type EmulatedTerminal } from './emulated-terminal.js';
import { plainShell } from './plain-shell.js';

const runner = fileURLToPath(new URL('terminal.py', import.meta.url));
/** How a frame begins that is shown as a whole. */
const frameStart = /\u001b\[\?2026h/g; // eslint-disable-line no-control-regex

export interface TerminalProgram {
  readonly terminal: EmulatedTerminal;
  /** Resolves once the screen matches; rejects if the program ends before. */
  readonly shows: (pattern: RegExp) => Promise<void>;
  readonly type: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Waits until the program is suspended, as its shell would, and lets it go on. */
  readonly goOn: () => void;
  /** How many frames it has written, and for how long, in seconds. */
  readonly frames: () => { readonly count: number; readonly seconds: number };
  readonly result: Promise<{ readonly exitCode: number | undefined; readonly settings: string }>;
}

interface ProgramOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts a program in a terminal of its own, which is let go when the test ends. */
export function startInTerminal(
  command: readonly string[],
  { columns = 80, rows = 24, cwd, env }: ProgramOptions = {},
): TerminalProgram {
  const terminal = emulateTerminal(columns, rows);
  const subprocess = execa('python3', [runner, String(columns), String(rows), ...command], {
    reject: false,
    stdin: 'pipe',
    env: { ...plainShell, CI: '', TERM: 'xterm-256color', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const startedAt = performance.now();
  let lastAt = startedAt;
  let count = 0;
  let ended = false;
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  subprocess.stdout.on('data', (chunk: Buffer) => {
    lastAt = performance.now();
    count += chunk.toString('latin1').match(frameStart)?.length ?? 0;
    void terminal.write(chunk).then(look);
  });
  const result = subprocess.then(async ({ exitCode, stderr }) => {
    await terminal.write('');
    ended = true;
    look();
    return { exitCode, settings: stderr };
  });
  onTestFinished(async () => {
    if (!ended) subprocess.kill('SIGTERM');
    await result;
  });
  const order = (text: string): void => void subprocess.stdin.write(`${text}\n`);
  return {
    terminal,
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const isShown = pattern.test(terminal.screen());
          if (!isShown && !ended) return;
          waiting.delete(check);
          if (isShown) resolve();
          else reject(new Error(`it ended before it showed ${String(pattern)}:\n${terminal.all()}`));
        };
        waiting.add(check);
        check();
      }),
    type: (text) => order(`type ${JSON.stringify(text)}`),
    resize(to, high) {
      terminal.resize(to, high);
      order(`resize ${to} ${high}`);
    },
    signal: (name) => order(`signal ${name}`),
    goOn: () => order('go-on'),
    frames: () => ({ count, seconds: (lastAt - startedAt) / 1000 }),
    result,
  };
}
