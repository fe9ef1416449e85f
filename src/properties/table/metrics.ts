import type { PropertySpec } from './row.js';
import { int, long } from '../values/number.js';
import { list, oneOf } from '../values/text.js';

/** What the daemon reports to CloudWatch: MetricsConfig. */
export const metricsProperties = [
  {
    name: 'metricsLevel',
    type: oneOf,
    flag: '--metrics <none|summary|detailed>',
    usual: true,
    default: 'DETAILED',
    values: ['NONE', 'SUMMARY', 'DETAILED'],
    summary: 'which metrics are sent to CloudWatch',
    notes: 'DETAILED sends metrics for each shard, which CloudWatch bills.',
  },
  {
    name: 'metricsEnabledDimensions',
    type: list,
    flag: '--metrics-dimensions <list>',
    default: 'ALL',
    values: ['ALL', 'Operation', 'ShardId', 'StreamId', 'WorkerIdentifier'],
    summary: 'the dimensions to send, separated by commas',
  },
  {
    name: 'metricsBufferTimeMillis',
    type: long,
    flag: '--metrics-buffer-time <duration>',
    default: 10_000,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'how long metrics are collected before they are sent',
  },
  {
    name: 'metricsMaxQueueSize',
    type: int,
    flag: '--metrics-queue-size <n>',
    default: 10_000,
    min: 1,
    primitive: true,
    summary: 'maximum number of metrics to collect before they are sent',
  },
] as const satisfies readonly PropertySpec[];
