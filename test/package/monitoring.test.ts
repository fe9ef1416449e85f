import { readFile } from 'node:fs/promises';
import { parser } from '@prometheus-io/lezer-promql';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { metrics } from '../../src/worker/observers/metrics/table.js';
import { runCli } from '../support/run-cli.js';

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

const printed = async (what: string): Promise<string> => (await runCli(['metrics', what])).stdout;
const dashboard = async (): Promise<Dashboard> => JSON.parse(await printed('--dashboard')) as Dashboard;
const rules = async (): Promise<Rules['groups'][number]['rules']> =>
  (parse(await printed('--alerts')) as Rules).groups.flatMap((group) => group.rules);

interface Expression {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

/** What an expression names. Fails for what is not PromQL. */
function read(text: string): Expression {
  // Grafana puts a duration here.
  const expression = text.replaceAll('$__rate_interval', '5m');
  const found = { metrics: [] as string[], labels: [] as string[] };
  parser.parse(expression).iterate({
    enter({ name, from, to, type }) {
      const word = expression.slice(from, to);
      expect(type.isError, `${expression} is no PromQL, at ${from}`).toBe(false);
      if (name === 'Identifier') found.metrics.push(word);
      if (name === 'LabelName') found.labels.push(word);
    },
  });
  return found;
}

/** The series that a metric has: a histogram has none of its own name. */
const series = metrics.flatMap(({ name, type }) =>
  type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
);
/** `instance` is Prometheus's, `le` that of a histogram's buckets. */
const labels = [...metrics.flatMap((metric) => metric.labels), 'application', 'stream', 'instance', 'le'];

function expectToExist(expressions: readonly string[]): void {
  const named = expressions.map(read);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((expression) => expression.metrics.length === 0)).toEqual([]);
  expect(named.flatMap((one) => one.metrics).filter((name) => !series.includes(name))).toEqual([]);
  expect(named.flatMap((one) => one.labels).filter((name) => !labels.includes(name))).toEqual([]);
}

describe('the dashboard', () => {
  it('asks in PromQL, for metrics and labels that there are', async () => {
    const { panels, templating } = await dashboard();
    expectToExist(panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)));
    const [, ...choices] = templating.list.map(({ query }) => /^label_values\((.*), (\w+)\)$/.exec(query));
    for (const [, of = '', label = ''] of choices.map((choice) => choice ?? [])) {
      expectToExist([of]);
      expect(labels).toContain(label);
    }
    expect(choices).toHaveLength(2);
  });

  it('shows each metric', async () => {
    const { panels } = await dashboard();
    const shown = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => read(expr).metrics));
    const ofNone = metrics.filter(({ name }) => !shown.some((one) => one.replace(/_bucket$/, '') === name));
    expect(ofNone.map(({ name }) => name)).toEqual([]);
  });
});

describe('the alert rules', () => {
  it('ask in PromQL, for metrics and labels that there are', async () => {
    expectToExist((await rules()).map(({ expr }) => expr));
  });

  it('are those that the page lists', async () => {
    const page = await readFile('docs/monitoring.md', 'utf8');
    const listed = [...page.matchAll(/^\| `(KclTs\w+)` \|/gm)].map(([, alert]) => alert);
    expect(listed).toEqual((await rules()).map(({ alert }) => alert));
  });
});

it.each(['docs/monitoring.md', 'monitoring/grafana-dashboard.json', 'monitoring/prometheus-alerts.yaml'])(
  '%s is what scripts/generate-docs.mjs makes of the metrics of today',
  async (file) => {
    const made = await execa(process.execPath, ['scripts/generate-docs.mjs', '--print', file], {
      stripFinalNewline: false,
    });
    expect(await readFile(file, 'utf8')).toBe(made.stdout);
  },
);

it('kcl-ts metrics lists each metric with its labels and its meaning', async () => {
  const { stdout, exitCode } = await runCli(['metrics']);
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(metrics.length);
  expect(stdout).toMatch(/^kcl_ts_shard_records_total\{shard\} +counter +records of the shard handled/m);
});
