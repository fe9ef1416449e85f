import type { ChalkInstance } from 'chalk';
import { counted } from '../../../ui/counted.js';
import { oneLine } from '../../../ui/harmless.js';
import { allot } from '../../../ui/screen/allot.js';
import { shortened, widthOf } from '../../../ui/screen/fit.js';
import { isHeld, type BoardSnapshot } from '../board-snapshot.js';
import { bytesText, rateText } from './figures.js';

const GAP = 3;
/** To how many columns a name may be shortened. */
const SHORT_NAME = 10;

interface HeaderPart {
  readonly rank: number;
  readonly label: string;
  readonly text: string;
  readonly isName?: boolean;
}

/** One line: the stream, the application, the worker, its java, and all shards together. */
export function header(snapshot: BoardSnapshot, columns: number, paint: ChalkInstance): string {
  const parts = partsOf(snapshot);
  const widths = allot(
    parts.map(({ rank, label, text, isName }) => {
      const most = widthOf(label) + widthOf(text);
      return { rank, most, least: isName ? Math.min(most, widthOf(label) + SHORT_NAME) : most };
    }),
    columns,
    GAP,
  );
  return parts
    .flatMap(({ label, text }, index) => {
      const width = widths[index];
      if (width === undefined) return [];
      return [`${paint.dim(label)}${paint.bold(shortened(text, width - label.length, 'middle'))}`];
    })
    .join(' '.repeat(GAP));
}

function partsOf(snapshot: BoardSnapshot): HeaderPart[] {
  const { stream, application, workerId, java, restarts, shards } = snapshot;
  const reading = shards.filter(isHeld).length;
  return [
    { rank: 0, label: 'stream ', text: oneLine(stream), isName: true },
    { rank: 3, label: 'app ', text: oneLine(application), isName: true },
    { rank: 4, label: 'worker ', text: oneLine(workerId), isName: true },
    { rank: 2, label: 'java ', text: restarts > 0 ? `${java}, ${counted(restarts, 'restart')}` : java },
    { rank: 6, label: '', text: counted(reading, 'shard') },
    { rank: 1, label: '', text: `${rateText(snapshot.recordsPerSecond)} records/s` },
    { rank: 5, label: '', text: `${bytesText(snapshot.bytesPerSecond)}/s` },
  ];
}
