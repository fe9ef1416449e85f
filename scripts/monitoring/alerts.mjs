// The alert rules for Prometheus.
import { stringify } from 'yaml';
import { metric } from './metric.mjs';

const shard = 'application, stream, shard';
const application = 'application, stream';

function rules() {
  const name = (wanted) => metric(wanted).name;
  return [
    {
      alert: 'KclTsBehind',
      expr: `max by (${shard}) (${name('kcl_ts_shard_behind_latest_seconds')}) > 300`,
      for: '10m',
      labels: { severity: 'warning' },
      summary: '{{ $labels.shard }} of {{ $labels.stream }} is {{ $value | humanizeDuration }} behind',
      description:
        'Its processor of {{ $labels.application }} is slower than the records come. Records are lost for it when they are older than the retention of the stream.',
    },
    {
      alert: 'KclTsNoProgress',
      expr: `max by (${shard}) (${name('kcl_ts_shard_since_progress_seconds')}) > 300`,
      labels: { severity: 'critical' },
      summary: 'nothing of {{ $labels.shard }} was handled for {{ $value | humanizeDuration }}',
      description:
        'Records wait, or may wait, and the processor of {{ $labels.application }} hangs in a batch, or java gets no records. The log of the worker says what it met with.',
    },
    {
      alert: 'KclTsNoCheckpoint',
      expr: `time() - max by (${shard}) (${name('kcl_ts_shard_last_checkpoint_timestamp_seconds')}) > 900 and sum by (${shard}) (increase(${name('kcl_ts_shard_records_total')}[15m])) > 0`,
      for: '5m',
      labels: { severity: 'warning' },
      summary: 'no checkpoint of {{ $labels.shard }} for {{ $value | humanizeDuration }}',
      description:
        '{{ $labels.application }} handles records and does not checkpoint them: they are delivered again when the shard moves to another worker.',
    },
    {
      alert: 'KclTsCheckpointErrors',
      expr: `sum by (${application}, kind) (increase(${name('kcl_ts_checkpoint_errors_total')}{kind!="ShutdownException"}[15m])) > 5`,
      labels: { severity: 'warning' },
      summary: 'checkpoints of {{ $labels.application }} are refused: {{ $labels.kind }}',
      description:
        'ThrottlingException: the lease table has too little capacity. KinesisClientLibDependencyException: it cannot be reached.',
    },
    {
      alert: 'KclTsJavaDown',
      expr: `${name('kcl_ts_jvm_up')} == 0`,
      for: '2m',
      labels: { severity: 'critical' },
      summary: 'java of {{ $labels.instance }} does not run',
      description: 'The worker of {{ $labels.application }} reads nothing. Its log says why java ended.',
    },
    {
      alert: 'KclTsRestarts',
      expr: `increase(${name('kcl_ts_jvm_restarts_total')}[30m]) > 3`,
      labels: { severity: 'warning' },
      summary: 'java of {{ $labels.instance }} is started over and over',
      description:
        'The worker of {{ $labels.application }} fails again after each start. Its log has the error.',
    },
    {
      alert: 'KclTsNoReader',
      expr: `sum by (${application}) (${name('kcl_ts_leases_held')}) == 0`,
      for: '5m',
      labels: { severity: 'critical' },
      summary: 'no worker of {{ $labels.application }} reads a shard of {{ $labels.stream }}',
      description: 'Workers run, but none has a lease. Look at kcl-ts leases and at their logs.',
    },
  ];
}

/** A rules file. */
export function alerts() {
  const written = rules().map(({ summary, description, ...rule }) => ({
    ...rule,
    annotations: { summary, description },
  }));
  const head = '# Made by scripts/generate-docs.mjs of kcl-ts: change scripts/monitoring/alerts.mjs.\n';
  return head + stringify({ groups: [{ name: 'kcl-ts', rules: written }] }, { lineWidth: 0 });
}
