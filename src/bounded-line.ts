/** A line is shown whole up to so many UTF-16 units; of a longer one the beginning and the end are. */
const longestBeginning = 960 * 1024;
const longestEnd = 64 * 1024;

/**
 * Puts a line together from pieces, and does not grow with it. A cut goes through no escape of JSON and no character, so
 * that an event of the daemon's log that quotes an endless line can still be read.
 */
export class BoundedLine {
  #beginning: string[] = [];
  #room = longestBeginning;
  #end = '';
  #leftOut = 0;
  /** Whether the end begins after a backslash that escapes its first character. */
  #endIsEscaped = false;

  get isEmpty(): boolean {
    return this.#beginning.length === 0;
  }

  add(piece: string): void {
    const fits = piece.slice(0, this.#room);
    if (fits !== '') this.#beginning.push(fits);
    this.#room -= fits.length;
    if (fits.length === piece.length) return;
    if (this.#end === '' && this.#leftOut === 0) this.#endIsEscaped = isEscaped(this.#beginning.join(''));
    this.#end += piece.slice(fits.length);
    // not at each piece: cutting copies
    if (this.#end.length > 8 * longestEnd) this.#cutEnd();
  }

  /** The line; what follows is another one. */
  take(): string {
    const beginning = this.#beginning.join('');
    if (this.#end.length > longestEnd) this.#cutEnd();
    const line = this.#leftOut === 0 ? beginning + this.#end : this.#joinCut(beginning);
    this.#beginning = [];
    this.#room = longestBeginning;
    this.#end = '';
    this.#leftOut = 0;
    this.#endIsEscaped = false;
    return line;
  }

  #cutEnd(): void {
    const at = this.#end.length - longestEnd;
    const backslashes = backslashesBefore(this.#end, at);
    const hasOnlyThem = backslashes === at;
    this.#endIsEscaped = (backslashes % 2 === 1) !== (hasOnlyThem && this.#endIsEscaped);
    this.#leftOut += at;
    this.#end = this.#end.slice(at);
  }

  #joinCut(beginning: string): string {
    const first = beginning.slice(0, beginning.length - unfinishedAtEnd(beginning));
    const last = this.#end.slice(this.#endIsEscaped || /^[\udc00-\udfff]/.test(this.#end) ? 1 : 0);
    const leftOut = this.#leftOut + beginning.length - first.length + this.#end.length - last.length;
    return `${first}… [${leftOut} characters left out] …${last}`;
  }
}

/** How many units at the end are the beginning of an escape of JSON, or of a character. */
function unfinishedAtEnd(text: string): number {
  if (/[\ud800-\udbff]$/.test(text)) return 1;
  const escaped = /u[\da-fA-F]{0,3}$/.exec(text.slice(-4))?.[0].length ?? 0;
  for (const length of escaped === 0 ? [0] : [escaped, 0]) {
    if (isEscaped(text, text.length - length)) return length + 1;
  }
  return 0;
}

/** Whether what comes at this place, by default next, is escaped by a backslash. */
function isEscaped(text: string, at = text.length): boolean {
  return backslashesBefore(text, at) % 2 === 1;
}

function backslashesBefore(text: string, end: number): number {
  let start = end;
  while (start > 0 && text[start - 1] === '\\') start--;
  return end - start;
}
