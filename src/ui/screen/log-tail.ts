import { withWrite, type Write } from '../with-write.js';

/** At most so many entries, and characters in them, are kept. */
const MOST_ENTRIES = 1_000;
const MOST_CHARACTERS = 1_000_000;

/** The end of a log, which may be kept back from the stream that it is written to. */
export interface LogTail {
  /** To write to in place of the stream. */
  readonly stream: NodeJS.WritableStream;
  /**
   * Adds an entry that is not written to the stream.
   *
   * @param text makes its lines, when they are looked at
   * @param characters about how many these have
   */
  add(text: () => string, characters: number): void;
  /** The newest lines, oldest first. */
  last(lines: number): readonly string[];
  /** The newest of the lines that the stream did not get, and whether these are all of them. */
  keptBack(lines: number): { readonly lines: readonly string[]; readonly isAll: boolean };
  /** From now on the stream gets nothing. */
  hold(): void;
  /** From now on the stream gets what is written. */
  letGo(): void;
}

interface Entry {
  readonly text: () => string;
  readonly characters: number;
  readonly isKeptBack: boolean;
  lines?: readonly string[];
}

/**
 * Keeps what is written to a stream, as far as it ends a line: what does not is drawn over, such as the progress of a
 * download.
 */
export function createLogTail(stream: NodeJS.WritableStream): LogTail {
  const entries: Entry[] = [];
  let characters = 0;
  let keptBack = 0;
  let isHeld = false;
  const push = (entry: Entry): void => {
    entries.push(entry);
    characters += entry.characters;
    if (entry.isKeptBack) keptBack++;
    while (entries.length > MOST_ENTRIES || (characters > MOST_CHARACTERS && entries.length > 1)) {
      characters -= entries.shift()?.characters ?? 0;
    }
  };
  const write: Write = (chunk, ...rest) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    if (text.endsWith('\n')) {
      push({ text: () => text.slice(0, -1), characters: text.length, isKeptBack: isHeld });
    }
    return isHeld || stream.write(chunk, ...rest);
  };
  return {
    stream: withWrite(stream, write),
    add: (text, size) => push({ text, characters: size, isKeptBack: true }),
    last: (count) => endOf(entries, count).lines,
    keptBack(count) {
      const end = endOf(
        entries.filter((entry) => entry.isKeptBack),
        count,
      );
      return { lines: end.lines, isAll: end.entries === keptBack };
    },
    hold: () => void (isHeld = true),
    letGo: () => void (isHeld = false),
  };
}

/** The last lines of some entries, and of how many entries they are. */
function endOf(all: readonly Entry[], count: number): { lines: readonly string[]; entries: number } {
  const lines: string[] = [];
  let entries = 0;
  for (let index = all.length - 1; index >= 0 && lines.length < count; index--) {
    const entry = all[index];
    if (!entry) break;
    entry.lines ??= entry.text().split('\n');
    lines.unshift(...entry.lines);
    entries++;
  }
  return { lines: lines.slice(Math.max(0, lines.length - count)), entries };
}
