import type { PageState } from '../worker/observers/page/page-state.js';
import type { ConnectionState } from './connection.js';
import { durationText } from '../ui/duration.js';
import { byId, element, setText } from './element.js';
import { bytesText, countText } from './format.js';

const connectionTexts: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost, trying again…',
};

const javaTexts: Readonly<Record<PageState['board']['java'], string>> = {
  starting: 'java is starting',
  running: 'java is running',
  ended: 'java has ended',
};

/** Whose page this is, whether it is up to date, and the worker in four numbers. */
export function createOverview() {
  const connection = byId('connection', HTMLElement);
  const stream = byId('stream', HTMLElement);
  const who = byId('who', HTMLElement);
  const footer = byId('footer', HTMLElement);
  const notice = byId('notice', HTMLElement);
  const tiles = byId('tiles', HTMLElement);
  const records = addTile(tiles, 'Records a second');
  const bytes = addTile(tiles, 'Data a second');
  const lag = addTile(tiles, 'Furthest behind');
  const shards = addTile(tiles, 'Shards');

  return {
    connection(state: ConnectionState): void {
      connection.dataset['state'] = state;
      document.body.classList.toggle('stale', state === 'lost');
      setText(connection, connectionTexts[state]);
    },
    show({ board, version }: PageState): void {
      const read = board.shards.filter(({ state }) => state !== 'ended' && state !== 'failed');
      const lags = read.flatMap(({ millisBehindLatest }) => millisBehindLatest ?? []);
      setText(stream, board.stream);
      document.title = `${board.stream} – kcl-ts`;
      const restarts = board.restarts === 0 ? [] : [`restarted ${times(board.restarts)}`];
      const facts = [`application ${board.application}`, `worker ${board.workerId}`, javaTexts[board.java]];
      setText(who, [...facts, ...restarts].join(' · '));
      records(countText(board.recordsPerSecond));
      bytes(bytesText(board.bytesPerSecond));
      lag(lags.length === 0 ? '–' : durationText(Math.max(...lags)));
      shards(String(read.length));
      setText(footer, `kcl-ts ${version} · times are your browser’s`);
      const failed = board.shards.find(({ state }) => state === 'failed');
      notice.hidden = failed === undefined;
      setText(
        notice,
        failed ? `${failed.shardId} failed${failed.lastError ? `: ${failed.lastError}` : ''}` : '',
      );
    },
  };
}

/** @returns what sets its value */
function addTile(tiles: HTMLElement, name: string): (text: string) => void {
  const value = element('dd', {}, '–');
  tiles.append(element('div', { class: 'tile' }, element('dt', {}, name), value));
  return (text) => setText(value, text);
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
