import type { RecentLine } from '../worker/observers/page/page-state.js';
import { byId, element, setText } from './element.js';
import { countOf, timeText } from './format.js';
import { shortShardName } from './shard-name.js';
import { createShownList } from './shown-list.js';

const levels: readonly RecentLine['level'][] = ['trace', 'debug', 'info', 'warn', 'error'];

/** The newest lines of the log, the newest at the end, as in a terminal. */
export function createLog() {
  const text = byId('log-text', HTMLInputElement);
  const level = byId('log-level', HTMLSelectElement);
  const source = byId('log-source', HTMLSelectElement);
  const reading = byId('log-reading', HTMLElement);
  const empty = byId('no-lines', HTMLElement);
  const list = byId('log', HTMLElement);

  const matches = (line: RecentLine): boolean => {
    if (source.value !== '' && source.value !== line.source) return false;
    if (levels.indexOf(line.level) < levels.findIndex((one) => one === level.value)) return false;
    const wanted = text.value.toLowerCase();
    const { message, shard = '', stack = '', logger = '' } = line;
    return [message, shard, stack, logger].some((one) => one.toLowerCase().includes(wanted));
  };
  const shown = createShownList<RecentLine>({
    list,
    most: 500,
    matches,
    row: lineRow,
    onChange(count, kept) {
      list.hidden = count === 0;
      empty.hidden = count > 0;
      setText(empty, kept === 0 ? 'Nothing has been logged yet.' : 'No recent line matches.');
      setText(reading, countOf(count, kept));
    },
  });
  text.addEventListener('input', () => shown.refilter());
  for (const select of [level, source]) select.addEventListener('change', () => shown.refilter());
  text.form?.addEventListener('submit', (event) => event.preventDefault());

  return {
    clear: (): void => shown.clear(),
    add: (lines: readonly RecentLine[]): void => shown.add(lines),
  };
}

function lineRow({ at, level, source, logger, shard, message, stack }: RecentLine): HTMLElement {
  const speaker = source === 'kcl' ? `kcl.${logger?.split(/[.$]/).at(-1) ?? 'daemon'}` : source;
  return element(
    'li',
    { 'data-level': level },
    element('span', { class: 'time' }, timeText(at)),
    element('span', { class: 'level' }, level),
    element('span', { class: 'source' }, speaker),
    element('span', { class: 'from', title: shard }, shard === undefined ? '' : shortShardName(shard)),
    element('span', { class: 'message' }, stack === undefined ? message : `${message}\n${stack}`),
  );
}
