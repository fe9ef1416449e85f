import type { ChalkInstance } from 'chalk';
import { durationText } from '../../../ui/duration.js';
import type { Fit } from '../../../ui/screen/fit.js';
import { sparkline } from '../../../ui/screen/sparkline.js';
import { isHeld, type BoardShard } from '../board-snapshot.js';
import { describeCheckpoint } from '../shards.js';
import { bytesText, countText, rateText } from './figures.js';

/** A lag below this is drawn flat: it is the time between two reads. */
const FLAT_MS = 1_000;

export interface CellContext {
  readonly now: number;
  readonly workerId: string;
}

export interface ShardColumn extends Fit {
  readonly title: string;
  /** Those of a low rank stay on a narrow terminal. */
  readonly rank: number;
  /** Columns of the terminal that it needs at least. */
  readonly least: number;
  /** And that it can use; what its widest cell takes if undefined. */
  readonly most?: number;
  /** Whether it is there at all only for what some shard has. */
  readonly isOptional?: boolean;
  /** @param width the columns that it got */
  readonly text: (shard: BoardShard, context: CellContext, width: number) => string;
  readonly paint?: (text: string, shard: BoardShard, paint: ChalkInstance) => string;
}

/** In the order in which they stand beside one another. */
export const shardColumns: readonly ShardColumn[] = [
  {
    title: 'SHARD',
    rank: 0,
    least: 12,
    shorten: 'middle',
    text: ({ shardId }) => shardId,
  },
  {
    title: 'STATE',
    rank: 3,
    least: 9,
    text: ({ state }) => state,
    paint: (text, { state }, paint) => (state === 'failed' ? paint.red(text) : text),
  },
  {
    title: 'OWNER',
    rank: 10,
    least: 12,
    shorten: 'middle',
    // Whose processor runs has the lease; of those that ended this worker knows no more.
    text: (shard, { workerId }) => (isHeld(shard) ? workerId : '-'),
  },
  {
    title: 'REC/S',
    rank: 2,
    least: 7,
    align: 'right',
    text: ({ recordsPerSecond }) => rateText(recordsPerSecond),
  },
  {
    title: 'BYTES/S',
    rank: 7,
    least: 7,
    align: 'right',
    text: ({ bytesPerSecond }) => bytesText(bytesPerSecond),
  },
  {
    title: 'RECORDS',
    rank: 9,
    least: 11,
    align: 'right',
    text: ({ records }) => countText(records),
  },
  {
    title: 'LAG',
    rank: 1,
    least: 7,
    align: 'right',
    text: ({ millisBehindLatest }) => durationText(millisBehindLatest ?? undefined),
  },
  {
    title: 'TREND',
    rank: 5,
    least: 8,
    most: 30,
    text: ({ trend }, _, width) => sparkline(trend.slice(-width), FLAT_MS),
    paint: (text, _, paint) => paint.cyan(text),
  },
  {
    title: 'CHECKPOINT',
    rank: 6,
    least: 10,
    align: 'right',
    text: ({ checkpoint }, { now }) => (checkpoint ? ageText(now - checkpoint.at) : '-'),
  },
  {
    title: 'SEQUENCE NUMBER',
    rank: 8,
    least: 15,
    shorten: 'middle',
    text: ({ checkpoint }) => (checkpoint ? describeCheckpoint(checkpoint) : '-'),
  },
  {
    title: 'ERRORS',
    rank: 4,
    least: 6,
    align: 'right',
    text: ({ errors, checkpointErrors }) => countText(errors + checkpointErrors),
    paint: (text, { errors, checkpointErrors }, paint) =>
      errors + checkpointErrors > 0 ? paint.red(text) : text,
  },
  {
    title: 'LAST ERROR',
    rank: 11,
    least: 20,
    isOptional: true,
    text: ({ lastError }) => lastError ?? '',
  },
];

/** Whole seconds: what is younger than one is new. */
function ageText(millis: number): string {
  return `${durationText(Math.max(0, Math.floor(millis / 1000)) * 1000)} ago`;
}
