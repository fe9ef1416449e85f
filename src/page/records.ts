import type { RecentRecord } from '../worker/observers/page/page-state.js';
import { byId, element, setText } from './element.js';
import { bytesText, countOf, timeText } from './format.js';
import { recordText } from './record-text.js';
import { shortShardName } from './shard-name.js';
import { createShownList } from './shown-list.js';

/** The newest records that the processors were given, the newest on top. */
export function createRecords() {
  const text = byId('record-text', HTMLInputElement);
  const shard = byId('record-shard', HTMLSelectElement);
  const pause = byId('record-pause', HTMLButtonElement);
  const reading = byId('records-reading', HTMLElement);
  const empty = byId('no-records', HTMLElement);
  const list = byId('records', HTMLElement);
  let waiting: RecentRecord[] = [];

  const shown = createShownList<RecentRecord>({
    list,
    most: 300,
    newestFirst: true,
    matches: (record) => matches(record, text.value.toLowerCase(), shard.value),
    row: recordRow,
    onChange(count, kept) {
      list.hidden = count === 0;
      empty.hidden = count > 0;
      setText(empty, kept === 0 ? 'Waiting for the first record…' : 'No recent record matches.');
      setText(reading, countOf(count, kept));
    },
  });
  const isPaused = (): boolean => pause.getAttribute('aria-pressed') === 'true';
  text.addEventListener('input', () => shown.refilter());
  shard.addEventListener('change', () => shown.refilter());
  pause.form?.addEventListener('submit', (event) => event.preventDefault());
  pause.addEventListener('click', () => {
    pause.setAttribute('aria-pressed', String(!isPaused()));
    if (isPaused()) return;
    shown.add(waiting);
    waiting = [];
  });

  return {
    clear(): void {
      waiting = [];
      if (!isPaused()) shown.clear();
    },
    add(records: readonly RecentRecord[]): void {
      offerShards(shard, records);
      if (isPaused()) waiting = [...waiting, ...records].slice(-300);
      else shown.add(records);
    },
  };
}

function matches(
  { shardId, partitionKey, text = '', sequenceNumber }: RecentRecord,
  wanted: string,
  shard: string,
) {
  if (shard !== '' && shard !== shardId) return false;
  return [text, partitionKey, sequenceNumber, shardId].some((one) => one.toLowerCase().includes(wanted));
}

function recordRow(record: RecentRecord): HTMLElement {
  const { shardId, partitionKey, arrivedAt, bytes } = record;
  const { short } = recordText(record);
  const head = element(
    'summary',
    {},
    element('span', { class: 'time' }, arrivedAt === null ? '–' : timeText(arrivedAt)),
    element('span', { class: 'from', title: shardId }, shortShardName(shardId)),
    element('span', { class: 'key' }, partitionKey),
    element('span', { class: 'data' }, short),
    element('span', { class: 'size' }, bytesText(bytes)),
  );
  const details = element('details', {}, head);
  // made when it is opened: most never are
  details.addEventListener('toggle', () => details.append(whole(record)), { once: true });
  return element('li', {}, details);
}

function whole(record: RecentRecord): HTMLElement {
  const { sequenceNumber, subSequenceNumber, partitionKey, bytes, text, base64 } = record;
  const { kind, long } = recordText(record);
  const kept = text === undefined ? atob(base64 ?? '').length : new TextEncoder().encode(text).length;
  const facts: readonly (readonly [string, string])[] = [
    ['Partition key', partitionKey],
    [
      'Sequence number',
      subSequenceNumber === 0 ? sequenceNumber : `${sequenceNumber}, part ${subSequenceNumber}`,
    ],
    ['Data', kept < bytes ? `${kind}, the beginning of ${bytesText(bytes)}` : `${kind}, ${bytesText(bytes)}`],
  ];
  const list = facts.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value)),
  );
  return element(
    'div',
    { class: 'whole' },
    element('dl', {}, ...list),
    element('pre', { tabindex: 0 }, long),
  );
}

function offerShards(select: HTMLSelectElement, records: readonly RecentRecord[]): void {
  const known = new Set([...select.options].map(({ value }) => value));
  const fresh = new Set(records.map(({ shardId }) => shardId).filter((shardId) => !known.has(shardId)));
  for (const shardId of [...fresh].sort()) {
    const next = [...select.options].find(({ value }) => value > shardId) ?? null;
    select.insertBefore(element('option', { value: shardId }, shardId), next);
  }
}
