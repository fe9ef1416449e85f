import type { Metric } from './metric.js';
import { shardMetrics } from './shard-metrics.js';
import { workerMetrics } from './worker-metrics.js';

/**
 * Every metric there is. `/metrics`, the page, the dashboard and the alerts are made of it.
 *
 * A shard's name is unique in its stream alone, and each application reads all of them: so `application` and `stream` are
 * labels of every series. The worker is not: it is the target that Prometheus scrapes and calls `instance`, and
 * `kcl_ts_worker_info` has its id.
 */
export const metrics: readonly Metric[] = [...workerMetrics, ...shardMetrics];
