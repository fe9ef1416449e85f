import type { ChalkInstance } from 'chalk';
import { oneLine } from '../../../ui/harmless.js';
import { allot } from '../../../ui/screen/allot.js';
import { fit, widthOf } from '../../../ui/screen/fit.js';
import type { BoardShard } from '../board-snapshot.js';
import { shardColumns, type CellContext, type ShardColumn } from './shard-columns.js';

const GAP = 2;

interface TableOptions extends CellContext {
  readonly columns: number;
  readonly paint: ChalkInstance;
}

interface PlacedColumn {
  readonly column: ShardColumn;
  readonly width: number;
}

/** A row of titles, and one for each shard, none wider than the terminal: what does not fit beside the rest is left out. */
export function shardTable(shards: readonly BoardShard[], { paint, ...options }: TableOptions): string[] {
  const placed = place(shards, options);
  const titles = placed.map(({ column, width }) => fit(column.title, width, column));
  const rows = shards.map((shard) =>
    placed.map(({ column, width }) => {
      const text = fit(oneLine(column.text(shard, options, width)), width, column);
      if (shard.state === 'ended') return paint.dim(text);
      return column.paint ? column.paint(text, shard, paint) : text;
    }),
  );
  return [titles.map((title) => paint.dim(title)), ...rows].map((cells) => cells.join(' '.repeat(GAP)));
}

function place(
  shards: readonly BoardShard[],
  { columns, ...context }: Omit<TableOptions, 'paint'>,
): PlacedColumn[] {
  const present = shardColumns.filter(
    ({ isOptional, text }) => !isOptional || shards.some((shard) => text(shard, context, 0) !== ''),
  );
  const sizes = present.map((column) => size(column, shards, context));
  // A shard is told by its whole name as long as its lag and its rate have room beside it.
  const besides = sizes.filter(({ rank }) => rank === 1 || rank === 2);
  const room = columns - besides.reduce((sum, { least }) => sum + least + GAP, 0);
  const widths = allot(
    sizes.map((one) =>
      one.rank === 0 ? { ...one, least: Math.max(one.least, Math.min(one.most, room)) } : one,
    ),
    columns,
    GAP,
  );
  return present.flatMap((column, index) => {
    const width = widths[index];
    return width === undefined ? [] : [{ column, width }];
  });
}

function size(
  { title, rank, least, most, shorten, isOptional, text }: ShardColumn,
  shards: readonly BoardShard[],
  context: CellContext,
) {
  // Columns of figures do not change their width with each figure.
  if (most !== undefined || !(shorten ?? isOptional)) return { rank, least, most: most ?? least };
  const widest = shards.map((shard) => widthOf(oneLine(text(shard, context, 0))));
  return { rank, least, most: Math.max(least, title.length, ...widest) };
}
