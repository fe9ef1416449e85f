import type { ChalkInstance } from 'chalk';
import type { Environment } from '../../context.js';
import { coloursFor } from '../colour.js';
import type { LogTail } from './log-tail.js';
import { createFrames, enter, leave } from './screen.js';

export type Key = 'up' | 'down' | 'pageup' | 'pagedown' | 'home' | 'end';

/** What the process has to do with a terminal. */
export interface TerminalHost {
  readonly output: NodeJS.WriteStream & { readonly fd: number };
  /** Whether somebody can type. */
  readonly hasKeys: boolean;
  /** Hands on what is typed, until the end of it is called. */
  takeKeys(onKey: (key: Key) => void): () => void;
  /** While the process is suspended, the terminal is the shell's. Returns the deregistration. */
  onSuspend(handlers: { readonly suspend: () => void; readonly resume: () => void }): () => void;
  /** Writes although the process ends just now. */
  writeAtExit(text: string): void;
  /** Calls back when the process exits for any reason; returns the deregistration. */
  atExit(action: () => void): () => void;
}

export interface LiveHandlers {
  /** All is to be drawn: the terminal has another size, or was somebody else's for a while. */
  readonly redraw: () => void;
  readonly key: (key: Key) => void;
  /** What stays on the terminal in the end. */
  readonly rest: () => string;
}

export interface LiveTerminalOptions {
  /** The end of what is written to stderr. */
  readonly log: LogTail;
  /** Whether stderr is this terminal: the log is kept back while it is drawn on. */
  readonly takesLog: boolean;
  readonly env: Environment;
}

/** A terminal that is drawn on as a whole. */
export interface LiveTerminal extends Pick<LiveTerminalOptions, 'log' | 'takesLog'> {
  readonly paint: ChalkInstance;
  readonly columns: number;
  readonly rows: number;
  readonly hasKeys: boolean;
  open(handlers: LiveHandlers): void;
  /** In one write, and none if nothing changed. A frame is left out while the terminal has not taken the last one. */
  draw(lines: readonly string[]): void;
  /** Gives the terminal back as it was, with what stays below. */
  close(): void;
}

export function createLiveTerminal(
  host: TerminalHost,
  { log, takesLog, env }: LiveTerminalOptions,
): LiveTerminal {
  const { output, hasKeys } = host;
  const frames = createFrames();
  let isTaken = false;
  let giveKeysBack = (): void => undefined;
  let endings: readonly (() => void)[] = [];
  const take = (onKey: LiveHandlers['key']): void => {
    output.write(enter);
    frames.forget();
    isTaken = true;
    if (hasKeys) giveKeysBack = host.takeKeys(onKey);
  };
  /** @returns what to write */
  const giveBack = (): string => {
    giveKeysBack();
    const text = isTaken ? leave : '';
    isTaken = false;
    return text;
  };
  return {
    ...{ log, takesLog, hasKeys },
    paint: coloursFor(output, env),
    get columns() {
      return output.columns;
    },
    get rows() {
      return output.rows;
    },
    open({ redraw, key, rest }) {
      take(key);
      if (takesLog) log.hold();
      const onResize = (): void => {
        frames.forget();
        redraw();
      };
      output.on('resize', onResize);
      const suspend = (): void => void output.write(giveBack());
      // Whoever had the terminal in between may have changed it, and its keys.
      const resume = (): void => {
        giveKeysBack();
        take(key);
        redraw();
      };
      endings = [
        () => output.off('resize', onResize),
        host.onSuspend({ suspend, resume }),
        host.atExit(() => host.writeAtExit(giveBack() + rest())),
        () => log.letGo(),
        () => output.write(giveBack() + rest()),
      ];
    },
    draw(lines) {
      if (!isTaken || output.writableLength > 0) return;
      const text = frames.next(lines);
      if (text !== '') output.write(text);
    },
    close() {
      for (const end of endings) end();
      endings = [];
    },
  };
}
