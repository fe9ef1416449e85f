import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

export interface Fit {
  /** @default 'left' */
  readonly align?: 'left' | 'right';
  /** Where a `…` stands for what does not fit. @default 'end' */
  readonly shorten?: 'middle' | 'end';
}

/* Most texts are ASCII, with colours or without: each character takes one column. The packages take half a millisecond. */
/* eslint-disable no-control-regex -- a colour begins with one */
const isPlain = /^[\x20-\x7e]*$/;
const isPlainInColour = /^(?:[\x20-\x7e]|\u001b\[[\d;]*m)*$/;
const colours = /(\u001b\[[\d;]*m)/;
/* eslint-enable no-control-regex */

/** How many columns of a terminal a text takes. `日` takes two of them, colours take none. */
export function widthOf(text: string): number {
  return isPlain.test(text) ? text.length : stringWidth(text);
}

/** Text of exactly that many columns. */
export function fit(text: string, columns: number, { align = 'left', shorten = 'end' }: Fit = {}): string {
  const shown = shortened(text, columns, shorten);
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(shown)));
  return align === 'left' ? shown + blanks : blanks + shown;
}

/** Text of at most that many columns. */
export function shortened(text: string, columns: number, position: 'middle' | 'end' = 'end'): string {
  if (columns < 1) return '';
  if (isPlain.test(text)) return text.length <= columns ? text : cutPlain(text, columns, position);
  if (position === 'end' && isPlainInColour.test(text)) return cutInColour(text, columns);
  if (stringWidth(text) <= columns) return text;
  // A wide character at a cut is kept whole (cli-truncate 5.2): one column less leaves it out.
  for (let most = columns; most > 0; most--) {
    const cut = cliTruncate(text, most, { position });
    if (stringWidth(cut) <= columns) return cut;
  }
  return '';
}

function cutPlain(text: string, columns: number, position: 'middle' | 'end'): string {
  const after = position === 'middle' ? Math.floor((columns - 1) / 2) : 0;
  return `${text.slice(0, columns - 1 - after)}…${after > 0 ? text.slice(-after) : ''}`;
}

/** Keeps all colours: the last ones end the first. */
function cutInColour(text: string, columns: number): string {
  const parts = text.split(colours);
  const width = parts.reduce((sum, part, index) => sum + (index % 2 === 0 ? part.length : 0), 0);
  if (width <= columns) return text;
  let left = columns - 1;
  return parts
    .map((part, index) => {
      if (index % 2 === 1 || left < 0) return index % 2 === 1 ? part : '';
      const cut = part.length > left ? `${part.slice(0, left)}…` : part;
      left -= part.length;
      return cut;
    })
    .join('');
}
