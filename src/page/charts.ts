import { durationText } from '../ui/duration.js';
import type { HistoryPoint } from '../worker/observers/page/page-state.js';
import { createChart, type ChartSeries } from './chart.js';
import { byId, element, setText } from './element.js';
import { bytesText, countText, timeText } from './format.js';
import { shortShardName } from './shard-name.js';

const most = 300;
const throughputSeries: readonly ChartSeries[] = [
  { name: 'Records a second', colour: '--series-1', filled: true },
];

/** From 100 milliseconds to a day. */
const durationSteps = [0.1, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400].map(
  (seconds) => seconds * 1000,
);

/** Throughput of the worker, and lag by shard, over the last five minutes. */
export function createCharts() {
  let points: HistoryPoint[] = [];
  let lagSeries: readonly ChartSeries[] = [];
  const throughputReading = byId('throughput-reading', HTMLElement);
  const lagReading = byId('lag-reading', HTMLElement);
  const legend = byId('lag-legend', HTMLElement);
  const pointer: { throughput?: number | undefined; lag?: number | undefined } = {};

  const read = (): void => {
    const [rate, lag] = [points[pointer.throughput ?? -1], points[pointer.lag ?? -1]];
    setText(throughputReading, rate ? `${when(rate)}${rateText(rate)}` : latest(points, rateText));
    setText(lagReading, lag ? `${when(lag)}${lagText(lag)}` : latest(points, lagText));
    throughputElement.setAttribute('aria-label', `Throughput: ${latest(points, rateText)}`);
    lagElement.setAttribute('aria-label', `Lag: ${latest(points, lagText)}`);
  };
  const throughputElement = picture('throughput');
  const lagElement = picture('lag');
  const throughput = createChart(throughputElement, {
    text: countText,
    leastTop: 10,
    onPoint(index) {
      pointer.throughput = index;
      read();
    },
  });
  const lag = createChart(lagElement, {
    text: durationText,
    leastTop: 2000,
    steps: durationSteps,
    onPoint(index) {
      pointer.lag = index;
      read();
    },
  });

  return {
    clear(): void {
      points = [];
    },
    add(added: readonly HistoryPoint[]): void {
      const newest = points.at(-1)?.at ?? 0;
      points = [...points, ...added.filter(({ at }) => at > newest)].slice(-most);
      const times = points.map(({ at }) => at);
      throughput.show(throughputSeries, times, [points.map(({ recordsPerSecond }) => recordsPerSecond)]);
      const names = [...new Set(points.flatMap((point) => Object.keys(point.lag)))].sort();
      if (names.join() !== lagSeries.map(({ name }) => name).join()) {
        lagSeries = names.map((name, at) => ({ name, colour: `--series-${(at % 8) + 1}` }));
        legend.replaceChildren(...names.map(legendEntry));
      }
      lag.show(
        lagSeries,
        times,
        names.map((name) => points.map((point) => point.lag[name] ?? null)),
      );
      read();
    },
  };
}

/** A canvas tells a screen reader nothing; what it shows now is its name, and the table has the rest. */
function picture(id: string): HTMLElement {
  const found = byId(id, HTMLElement);
  found.setAttribute('role', 'img');
  return found;
}

function legendEntry(name: string, at: number): HTMLElement {
  const swatch = element('span', { class: `swatch series-${(at % 8) + 1}`, 'aria-hidden': 'true' });
  return element('li', {}, swatch, name === 'all' ? 'the shard furthest behind' : shortShardName(name));
}

function when({ at }: HistoryPoint): string {
  return `${timeText(at)} · `;
}

function latest(points: readonly HistoryPoint[], text: (point: HistoryPoint) => string): string {
  const newest = points.at(-1);
  return newest ? text(newest) : 'no data yet';
}

function rateText({ recordsPerSecond, bytesPerSecond }: HistoryPoint): string {
  return `${countText(recordsPerSecond)} records/s, ${bytesText(bytesPerSecond)}/s`;
}

function lagText({ lag }: HistoryPoint): string {
  const known = Object.values(lag).filter((millis) => millis !== null);
  return known.length === 0 ? 'no shard is read' : `at most ${durationText(Math.max(...known))}`;
}
