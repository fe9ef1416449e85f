import { oneLine } from './harmless.js';

/**
 * Rows as text: columns as wide as their widest cell, two blanks between them. Each row is one line, whatever its cells
 * hold.
 */
export function columns(data: readonly (readonly string[])[]): string {
  const rows = data.map((cells) => cells.map(oneLine));
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(cell.length, widest[index] ?? 0)),
    [],
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
