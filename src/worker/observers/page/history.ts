import { isHeld, type BoardSnapshot } from '../board-snapshot.js';
import type { HistoryPoint } from './page-state.js';

/** More lines than this in one chart cannot be told apart. */
const mostLines = 8;

/** What the charts show of this second. */
export function historyPoint(
  at: number,
  {
    shards,
    recordsPerSecond,
    bytesPerSecond,
  }: Pick<BoardSnapshot, 'shards' | 'recordsPerSecond' | 'bytesPerSecond'>,
): HistoryPoint {
  const read = shards.filter(isHeld);
  const lags = read.flatMap(({ millisBehindLatest }) => millisBehindLatest ?? []);
  const lag =
    read.length > mostLines
      ? { all: lags.length === 0 ? null : lags.reduce((most, one) => Math.max(most, one)) }
      : Object.fromEntries(read.map(({ shardId, millisBehindLatest }) => [shardId, millisBehindLatest]));
  return { at, recordsPerSecond, bytesPerSecond, lag };
}
