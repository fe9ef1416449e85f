import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { ownFile } from '../../own-files.js';
import { columns } from '../../ui/columns.js';
import type { CommandFactory } from '../cli.js';

interface MetricsOptions {
  readonly dashboard?: true;
  readonly alerts?: true;
}

export const metricsCommand: CommandFactory = (cli) =>
  new Command('metrics')
    .description(
      'List what run --metrics-port tells Prometheus, or print a dashboard for Grafana or alert rules for Prometheus.',
    )
    .addOption(
      new Option('--dashboard', 'print a dashboard for Grafana to import, as JSON').conflicts('alerts'),
    )
    .option('--alerts', 'print alert rules for Prometheus, as YAML')
    .action(async ({ dashboard, alerts }: MetricsOptions) => {
      const { stdout } = cli.context();
      if (dashboard) stdout.write(await readFile(ownFile('monitoring/grafana-dashboard.json')));
      else if (alerts) stdout.write(await readFile(ownFile('monitoring/prometheus-alerts.yaml')));
      else stdout.write(await list());
    });

async function list(): Promise<string> {
  const { metrics } = await import('../../worker/observers/metrics/table.js');
  return columns(
    metrics.map(({ name, type, labels, help }) => [
      labels.length === 0 ? name : `${name}{${labels.join(',')}}`,
      type,
      help,
    ]),
  );
}
