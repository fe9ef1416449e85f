import type { PageState } from '../worker/observers/page/page-state.js';
import type { BoardShard } from '../worker/observers/board-snapshot.js';
import { durationText } from '../ui/duration.js';
import { byId, element, setText } from './element.js';
import { ageText, bytesText, countText } from './format.js';
import { fullShardName } from './shard-name.js';
import { createTrend } from './trend.js';

/** The shards, a row each, which stays the same element as long as there is the shard. */
export function createShardTable() {
  const body = byId('shard-rows', HTMLElement);
  const empty = byId('no-shards', HTMLElement);
  const rows = new Map<string, Row>();
  return {
    show({ board, at }: PageState): void {
      const shards = board.shards.toSorted((one, other) => (one.shardId < other.shardId ? -1 : 1));
      for (const [index, shard] of shards.entries()) {
        const row = rows.get(shard.shardId) ?? createRow(shard.shardId);
        rows.set(shard.shardId, row);
        if (body.children[index] !== row.element)
          body.insertBefore(row.element, body.children[index] ?? null);
        row.show(shard, at);
      }
      const known = new Set(shards.map(({ shardId }) => shardId));
      for (const [shardId, row] of rows) {
        if (known.has(shardId)) continue;
        row.element.remove();
        rows.delete(shardId);
      }
      empty.hidden = shards.length > 0;
      setText(empty, board.java === 'ended' ? 'Java has ended.' : 'Waiting for the first lease…');
    },
  };
}

type Row = ReturnType<typeof createRow>;

function createRow(shardId: string) {
  const state = element('span', { class: 'state' });
  const owner = element('td', { class: 'owner' });
  const records = element('td', { class: 'number' });
  const rate = element('td', { class: 'number' });
  const lag = element('td', { class: 'number' });
  const trend = createTrend();
  const trendCell = element('td', { class: 'trend-cell' });
  trendCell.append(trend.element);
  const checkpoint = element('td', { class: 'number' });
  const errors = element('td', { class: 'number' });
  const head = element('th', { scope: 'row' }, fullShardName(shardId));
  const row = element(
    'tr',
    {},
    head,
    element('td', {}, state),
    owner,
    records,
    rate,
    lag,
    trendCell,
    checkpoint,
    errors,
  );
  return {
    element: row,
    show(shard: BoardShard, at: number): void {
      const isRead = shard.state !== 'ended' && shard.state !== 'failed';
      state.dataset['state'] = shard.state;
      row.classList.toggle('over', !isRead);
      setText(state, shard.state);
      state.title = `for ${durationText(at - shard.since)}`;
      setText(owner, isRead ? 'this worker' : '–');
      setText(records, shard.records.toLocaleString('en-US'));
      setText(rate, isRead ? `${countText(shard.recordsPerSecond)}/s` : '–');
      rate.title = `${bytesText(shard.bytesPerSecond)} a second`;
      const { millisBehindLatest } = shard;
      setText(lag, millisBehindLatest === null || !isRead ? '–' : durationText(millisBehindLatest));
      trend.show(shard.trend);
      setText(checkpoint, shard.checkpoint ? ageText(at - shard.checkpoint.at) : 'none yet');
      checkpoint.title = shard.checkpoint ? positionText(shard.checkpoint) : '';
      const count = shard.errors + shard.checkpointErrors;
      errors.classList.toggle('bad', count > 0);
      setText(errors, String(count));
      errors.title = shard.lastError ?? '';
    },
  };
}

function positionText({ sequenceNumber, subSequenceNumber }: NonNullable<BoardShard['checkpoint']>): string {
  return subSequenceNumber === 0 ? sequenceNumber : `${sequenceNumber}, part ${subSequenceNumber}`;
}
