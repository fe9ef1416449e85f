import { harmless } from '../../../ui/harmless.js';
import { shortened } from '../../../ui/screen/fit.js';

/** What is on the screen is of today: the time, to the second, leaves more room for what happened. */
// eslint-disable-next-line no-control-regex -- a line may begin with a colour
const dateAtStart = /^((?:\u001b\[\d+m)?)\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)\.\d{3}Z/;

/** The newest lines of a log, as wide as the screen. Those that were there before are not made again. */
export function createLogLines(
  last: (count: number) => readonly string[],
): (count: number, columns: number) => string[] {
  let before = new Map<string, string>();
  let beforeColumns = 0;
  return (count, columns) => {
    const known = columns === beforeColumns ? before : new Map<string, string>();
    const lines = last(count).map((line) => [line, known.get(line) ?? shown(line, columns)] as const);
    before = new Map(lines);
    beforeColumns = columns;
    return lines.map(([, text]) => text);
  };
}

function shown(line: string, columns: number): string {
  // No further: what a terminal shows of it, with its colours, is less.
  const text = line
    .slice(0, 2 * columns + 100)
    .replace(dateAtStart, '$1$2')
    .replaceAll('\t', '    ');
  return shortened(harmless(text), columns);
}
