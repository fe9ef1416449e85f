import uPlot from 'uplot';
import { timeText } from './format.js';
import { colour, onSchemeChange } from './theme.js';

export interface ChartSeries {
  readonly name: string;
  /** The name of its colour in page.css; with `-fill` after it, that of the area. */
  readonly colour: string;
  /** Whether the area below the line is filled. @default false */
  readonly filled?: boolean;
}

export interface ChartOptions {
  /** A value as its axis and its reading tell it. */
  readonly text: (value: number) => string;
  /** The least that the top of the axis stands for, so that a quiet chart does not look like a storm. */
  readonly leastTop: number;
  /** What may lie between two marks of the axis. @default what divides its numbers well */
  readonly steps?: readonly number[];
  /** Told of the second that the pointer is at; undefined when it has left. */
  readonly onPoint: (index: number | undefined) => void;
}

export interface Chart {
  /**
   * @param times milliseconds since the epoch
   * @param values one list for each series; null where nothing is known
   */
  show(
    series: readonly ChartSeries[],
    times: readonly number[],
    values: readonly (readonly (number | null)[])[],
  ): void;
}

const leastHeight = 190;
const shortestSeconds = 60;
const longestSeconds = 300;

/**
 * Lines over what is known of the last five minutes. The chart fills its container, and is drawn anew where the series or the
 * colour scheme are others.
 */
export function createChart(container: HTMLElement, options: ChartOptions): Chart {
  let plot: uPlot | undefined;
  let shown: readonly ChartSeries[] = [];
  let data: uPlot.AlignedData = [[]];
  const draw = (): void => {
    plot?.destroy();
    plot = new uPlot({ ...settings(shown, options), ...sizeOf(container) }, data, container);
  };
  onSchemeChange(draw);
  new ResizeObserver(() => plot?.setSize(sizeOf(container))).observe(container);
  return {
    show(series, times, values) {
      data = [times.map((time) => time / 1000), ...values.map((list) => [...list])];
      const isSame =
        series.length === shown.length && series.every(({ name }, at) => name === shown[at]?.name);
      shown = series;
      if (plot && isSame) plot.setData(data);
      else draw();
    },
  };
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): Pick<uPlot.Options, 'width' | 'height'> {
  return { width: clientWidth, height: Math.max(leastHeight, clientHeight) };
}

function secondsShown(known: number): number {
  return Math.min(longestSeconds, Math.max(shortestSeconds, known));
}

function settings(
  series: readonly ChartSeries[],
  { text, leastTop, steps, onPoint }: ChartOptions,
): Omit<uPlot.Options, 'width' | 'height'> {
  const axis = {
    stroke: colour('--muted'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    padding: [8, 26, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { range: (_, oldest, newest) => [newest - secondsShown(newest - oldest), newest] },
      y: { range: (_, __, most) => [0, Math.max(leastTop, most * 1.1)] },
    },
    axes: [
      { ...axis, size: 28, space: 80, values: axisTimes },
      {
        ...axis,
        size: 64,
        space: 30,
        ...(steps ? { incrs: [...steps] } : {}),
        values: (_, values) => values.map((value) => text(value)),
      },
    ],
    series: [{}, ...series.map(lineOf)],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
  };
}

function lineOf({ name, colour: colourName, filled }: ChartSeries): uPlot.Series {
  const stroke = colour(colourName);
  return {
    label: name,
    stroke,
    width: 2,
    points: { show: false },
    ...(filled ? { fill: colour(`${colourName}-fill`) } : {}),
  };
}

const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** With seconds where the marks stand for less than a minute. */
function axisTimes(_plot: uPlot, times: number[], _axis: number, _space: number, step: number): string[] {
  return times.map((time) => (step < 60 ? timeText(time * 1000) : minutes.format(time * 1000)));
}
