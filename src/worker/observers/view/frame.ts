import type { ChalkInstance } from 'chalk';
import { shortened } from '../../../ui/screen/fit.js';
import type { BoardSnapshot } from '../board-snapshot.js';
import { header } from './header.js';
import { excerpt } from './order.js';
import { shardTable } from './shard-table.js';

export interface FrameOptions {
  readonly columns: number;
  readonly rows: number;
  readonly paint: ChalkInstance;
  readonly now: number;
  /** How many shards are scrolled away above, where they do not fit. */
  readonly from: number;
  readonly hasKeys: boolean;
  /** The newest lines of the log, oldest first, and no wider than that. */
  readonly log: (count: number, columns: number) => readonly string[];
}

/** The log keeps at least this share of the rows. */
const LOG_SHARE = 1 / 3;
/** The header, a blank line, the titles, and the rule above the log. */
const OTHER_ROWS = 4;

/** The whole screen: the worker, its shards, and below them the end of its log. */
export function frame(snapshot: BoardSnapshot, options: FrameOptions): string[] {
  const { columns, rows, paint, hasKeys } = options;
  const table = tableRows(snapshot, options);
  const above = [header(snapshot, columns, paint), '', ...table, rule(columns, hasKeys, paint)];
  const log = options.log(Math.max(0, rows - above.length), columns);
  return [...above, ...log].slice(0, rows);
}

function tableRows(snapshot: BoardSnapshot, options: FrameOptions): string[] {
  const { columns, rows, paint, hasKeys, from } = options;
  const { shards } = snapshot;
  if (shards.length === 0) return [paint.dim(shortened('no shard is read yet', columns))];
  const most = Math.max(1, rows - OTHER_ROWS - Math.ceil(rows * LOG_SHARE));
  const fits = shards.length <= most;
  const shown = excerpt(shards, fits ? most : Math.max(1, most - 1), from);
  const table = shardTable(shown.shards, { ...options, workerId: snapshot.workerId });
  return fits ? table : [...table, paint.dim(shortened(moreText(shown, hasKeys), columns))];
}

function moreText({ before, after }: { before: number; after: number }, hasKeys: boolean): string {
  const where = [...(before > 0 ? [`${before} above`] : []), ...(after > 0 ? [`${after} more`] : [])];
  return `… ${where.join(', ')}${hasKeys ? ' (↑ ↓ PgUp PgDn)' : ''}`;
}

function rule(columns: number, hasKeys: boolean, paint: ChalkInstance): string {
  const hint = ` ${hasKeys ? 'q or Ctrl-C' : 'Ctrl-C'} stops `;
  return paint.dim(`── log ${'─'.repeat(Math.max(0, columns - 9 - hint.length))}${hint}──`.slice(0, columns));
}
