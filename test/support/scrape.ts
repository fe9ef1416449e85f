import { getMetricsFromIterator, type PromMetric } from 'prom2javascript';
import { expect } from 'vitest';

type Labels = Readonly<Record<string, string>>;

/** One series of a counter, a gauge or a histogram. */
export interface Series {
  readonly labels: Labels;
  readonly value?: number;
  readonly buckets?: Readonly<Record<string, number>>;
  readonly sum?: number;
  readonly count?: number;
}

/** What a Prometheus would have read. */
export interface Scrape {
  readonly names: readonly string[];
  type(name: string): string | undefined;
  series(name: string): readonly Series[];
  /** Of the one series that has these labels, among others; undefined without one. */
  value(name: string, labels?: Labels): number | undefined;
  /** The values that a label has in any series. */
  values(label: string): readonly string[];
}

/** Fails for what is not the text format of Prometheus. */
export async function parseMetrics(text: string): Promise<Scrape> {
  const metrics = await getMetricsFromIterator(text.split('\n').values());
  const all = new Map<string, PromMetric>(Object.entries(metrics));
  const series = (name: string): readonly Series[] => all.get(name)?.data ?? [];
  const has = (one: Series, labels: Labels): boolean =>
    Object.entries(labels).every(([name, value]) => one.labels[name] === value);
  return {
    names: [...all.keys()],
    type: (name) => all.get(name)?.type,
    series,
    value(name, labels = {}) {
      const found = series(name).filter((one) => has(one, labels));
      expect(found.length, `series of ${name}`).toBeLessThanOrEqual(1);
      return found[0]?.value;
    },
    values: (label) =>
      [
        ...new Set([...all.keys()].flatMap((name) => series(name).flatMap((one) => one.labels[label] ?? []))),
      ].sort(),
  };
}

export async function scrape(port: number): Promise<Scrape> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return parseMetrics(await response.text());
}
