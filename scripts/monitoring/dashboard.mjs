// The Grafana dashboard. Grafana's own builders know the format.
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { metric } from './metric.mjs';

const datasource = { type: 'prometheus', uid: '${datasource}' };
const chosen = '{application=~"$application",stream=~"$stream"}';

export function dashboard() {
  return new DashboardBuilder('kcl-ts')
    .uid('kcl-ts')
    .description('Workers of the Kinesis Client Library, run by kcl-ts')
    .tags(['kcl-ts', 'kinesis'])
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(choice('application', 'Application', '{}'))
    .withVariable(choice('stream', 'Stream', '{application=~"$application"}'))
    .withRow(new RowBuilder('Now'))
    .withPanel(now('Furthest behind', 'kcl_ts_shard_behind_latest_seconds', (name) => `max(${name})`))
    .withPanel(
      now('Longest without progress', 'kcl_ts_shard_since_progress_seconds', (name) => `max(${name})`),
    )
    .withPanel(now('Records a second', 'kcl_ts_records_total', (name) => `sum(${rate(name)})`))
    .withPanel(now('Shards read', 'kcl_ts_leases_held', (name) => `sum(${name})`))
    .withPanel(now('JVMs up', 'kcl_ts_jvm_up', (name) => `sum(${name})`))
    .withPanel(now('Workers', 'kcl_ts_worker_info', (name) => `count(${name})`))
    .withRow(new RowBuilder('Reading'))
    .withPanel(
      over('Behind the newest record', 'kcl_ts_shard_behind_latest_seconds', [bySome('max', 'shard')]),
    )
    .withPanel(over('Without progress', 'kcl_ts_shard_since_progress_seconds', [bySome('max', 'shard')]))
    .withPanel(over('Records a second, by shard', 'kcl_ts_shard_records_total', [rateBy('shard')]))
    .withPanel(over('Records a second, by worker', 'kcl_ts_records_total', [rateBy('instance')]))
    .withPanel(over('Data a second, by shard', 'kcl_ts_shard_data_bytes_total', [rateBy('shard')]))
    .withPanel(over('Data a second, by worker', 'kcl_ts_data_bytes_total', [rateBy('instance')]))
    .withRow(new RowBuilder('Processing'))
    .withPanel(
      over('Duration of a batch', 'kcl_ts_batch_duration_seconds', [0.5, 0.95, 0.99].map(quantile())),
    )
    .withPanel(
      over('Duration of a batch by shard, 95 of 100', 'kcl_ts_shard_batch_duration_seconds', [
        quantile('shard')(0.95),
      ]),
    )
    .withPanel(over('Batches a second', 'kcl_ts_batches_total', [rateBy('instance')]))
    .withPanel(over('Batches a second, by shard', 'kcl_ts_shard_batches_total', [rateBy('shard')]))
    .withRow(new RowBuilder('Checkpoints'))
    .withPanel(
      over('Since the last checkpoint', 'kcl_ts_shard_last_checkpoint_timestamp_seconds', [
        { expr: (name) => `time() - max by (shard) (${name})`, legend: '{{shard}}' },
      ]),
    )
    .withPanel(over('Checkpoints a second', 'kcl_ts_checkpoints_total', [rateBy('instance')]))
    .withPanel(over('Checkpoints a second, by shard', 'kcl_ts_shard_checkpoints_total', [rateBy('shard')]))
    .withPanel(over('Checkpoints refused a second', 'kcl_ts_checkpoint_errors_total', [rateBy('kind')]))
    .withPanel(
      over('Checkpoints refused a second, by shard', 'kcl_ts_shard_checkpoint_errors_total', [
        rateBy('shard'),
      ]),
    )
    .withRow(new RowBuilder('Workers'))
    .withPanel(over('Shards read', 'kcl_ts_leases_held', [bySome('sum', 'instance')]))
    .withPanel(over('Restarts of java', 'kcl_ts_jvm_restarts_total', [increaseBy('instance')]))
    .withPanel(over('Processors started', 'kcl_ts_processor_starts_total', [increaseBy('instance')]))
    .withPanel(over('Shards no longer read', 'kcl_ts_processor_ends_total', [increaseBy('reason')]))
    .withPanel(over('Leases handed back', 'kcl_ts_leases_handed_back_total', [increaseBy('to')]))
    .withPanel(over('Leases taken over', 'kcl_ts_leases_taken_over_total', [increaseBy('to')]))
    .build();
}

function choice(name, label, of) {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query(`label_values(${metric('kcl_ts_worker_info').name}${of === '{}' ? '' : of}, ${name})`)
    .refresh(2)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: 'All', value: '$__all' });
}

/** A number. */
function now(title, name, expr) {
  return panel(new StatBuilder(), { title, name, queries: [{ expr, legend: '' }], width: 4, height: 4 });
}

/** A line for each series. */
function over(title, name, queries) {
  return panel(new TimeSeriesBuilder(), { title, name, queries, width: 12, height: 8 }).min(0).fillOpacity(8);
}

function panel(builder, { title, name, queries, width, height }) {
  const { help, type, unit } = metric(name);
  const isRate = type === 'counter';
  const units = { seconds: 's', bytes: isRate ? 'Bps' : 'bytes' };
  for (const { expr, legend } of queries) {
    const text = expr(type === 'histogram' ? `${name}_bucket${chosen}` : `${name}${chosen}`);
    builder.withTarget(new DataqueryBuilder().expr(text).legendFormat(legend).range());
  }
  return builder
    .title(title)
    .description(`${help.charAt(0).toUpperCase()}${help.slice(1)}.`)
    .datasource(datasource)
    .unit(units[unit] ?? 'short')
    .span(width)
    .height(height);
}

const rate = (name) => `rate(${name}[$__rate_interval])`;

function bySome(operator, label) {
  return { expr: (name) => `${operator} by (${label}) (${name})`, legend: `{{${label}}}` };
}

function rateBy(label) {
  return { expr: (name) => `sum by (${label}) (${rate(name)})`, legend: `{{${label}}}` };
}

function increaseBy(label) {
  return {
    expr: (name) => `sum by (${label}) (increase(${name}[$__rate_interval]))`,
    legend: `{{${label}}}`,
  };
}

function quantile(label) {
  const by = label === undefined ? 'le' : `le, ${label}`;
  return (share) => ({
    expr: (name) => `histogram_quantile(${share}, sum by (${by}) (${rate(name)}))`,
    legend: label === undefined ? `${share * 100} of 100` : `{{${label}}}`,
  });
}
