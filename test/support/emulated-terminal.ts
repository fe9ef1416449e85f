import xterm from '@xterm/headless';

export interface EmulatedTerminal {
  /** What a program writes. Resolves when it is shown. */
  write(text: string | Uint8Array): Promise<void>;
  resize(columns: number, rows: number): void;
  /** What is on the screen, without blanks at the end of a line and of the screen. */
  screen(): string;
  /** All lines, with those that have left the screen at its top. */
  all(): string;
  /** Whether a program has taken all of it, and what was there before is hidden. */
  isTaken(): boolean;
  /** Whether a long line goes on in the next row, as it does unless a program turns that off. */
  wraps(): boolean;
  hasCursor(): boolean;
}

/** A terminal as xterm is one. */
export function emulateTerminal(columns: number, rows: number): EmulatedTerminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: false });
  let hasCursor = true;
  // It tells of its other modes itself.
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => note(modes, true));
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => note(modes, false));
  function note(modes: readonly (number | number[])[], on: boolean): false {
    if (modes.includes(25)) hasCursor = on;
    return false;
  }
  const lines = (from: number): string => {
    const { active } = terminal.buffer;
    const texts = Array.from({ length: active.length - from }, (_, row) => active.getLine(from + row));
    return texts
      .map((line) => line?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd();
  };
  return {
    write: (text) => new Promise((resolve) => terminal.write(text, resolve)),
    resize: (to, high) => terminal.resize(to, high),
    screen: () => lines(terminal.buffer.active.baseY),
    all: () => lines(0),
    isTaken: () => terminal.buffer.active.type === 'alternate',
    wraps: () => terminal.modes.wraparoundMode,
    hasCursor: () => hasCursor,
  };
}
