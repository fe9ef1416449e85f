import {
  beginSynchronizedOutput,
  cursorHide,
  cursorShow,
  cursorTo,
  endSynchronizedOutput,
  enterAlternativeScreen,
  eraseLine,
  eraseScreen,
  exitAlternativeScreen,
} from 'ansi-escapes';

const plainStyle = '\u001b[0m';
const wrapOff = '\u001b[?7l';
const wrapOn = '\u001b[?7h';

/** Takes the whole of a terminal, where what was on it comes back in the end. */
export const enter = `${enterAlternativeScreen}${cursorHide}${wrapOff}${eraseScreen}`;
/** Gives it back. */
export const leave = `${plainStyle}${wrapOn}${cursorShow}${exitAlternativeScreen}`;

export interface Frames {
  /**
   * What to write so that the terminal shows these lines, the first one on top: the lines that have changed. Empty if none
   * has.
   */
  next(lines: readonly string[]): string;
  /** The terminal shows something else: the next frame is written whole. */
  forget(): void;
}

/**
 * Frames of lines that are no wider than the terminal, and no more than it has. Written at once, one does not flicker: terminals
 * that know synchronized output show it whole, and in others only what has changed is touched.
 */
export function createFrames(): Frames {
  let shown: readonly string[] | undefined;
  return {
    next(lines) {
      const before = shown ?? [];
      const changed: string[] = shown === undefined ? [eraseScreen] : [];
      for (let row = 0; row < Math.max(lines.length, before.length); row++) {
        const line = lines[row] ?? '';
        if (line === (before[row] ?? '')) continue;
        changed.push(`${cursorTo(0, row)}${eraseLine}${line}`);
      }
      shown = [...lines];
      return changed.length === 0 ? '' : beginSynchronizedOutput + changed.join('') + endSynchronizedOutput;
    },
    forget: () => void (shown = undefined),
  };
}
