import type { Ledger } from './ledger.js';

/** What the metrics are of. */
export interface WorkerNames {
  readonly workerId: string;
  /** Of kcl-ts. */
  readonly version: string;
}

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A distribution of durations: a count for each bound and one for the rest, not cumulated. */
export interface Distribution {
  readonly labels: Labels;
  readonly counts: readonly number[];
  readonly sumMs: number;
}

interface MetricBase {
  /** `kcl_ts_…` with its unit, as Prometheus has it: https://prometheus.io/docs/practices/naming */
  readonly name: string;
  readonly help: string;
  readonly unit?: 'seconds' | 'bytes';
  /** Beside `application` and `stream`, which all have. */
  readonly labels: readonly string[];
  /**
   * Whose it is. `worker` is known of any worker; what comes from processors' reports is not there for the programs of
   * `--exec`, summed up (`processors`) or by shard (`shard`).
   */
  readonly scope: 'worker' | 'processors' | 'shard';
}

export interface ValueMetric extends MetricBase {
  readonly type: 'counter' | 'gauge';
  readonly read: (ledger: Ledger, names: WorkerNames) => readonly Sample[];
}

export interface HistogramMetric extends MetricBase {
  readonly type: 'histogram';
  readonly read: (ledger: Ledger) => readonly Distribution[];
}

export type Metric = ValueMetric | HistogramMetric;
