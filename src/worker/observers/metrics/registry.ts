import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { durationBounds } from '../../../child/event.js';
import type { Ledger } from './ledger.js';
import type { Distribution, Metric, WorkerNames } from './metric.js';
import { metrics } from './table.js';

export interface RegistryOptions extends WorkerNames {
  readonly application: string;
  readonly stream: string;
  /** Whether processors report what they do. */
  readonly reported: boolean;
}

/**
 * What Prometheus scrapes. Each answer is made anew of what the ledger holds at that moment, so that no series outlives what it
 * is of.
 */
export function createRegistry(
  ledger: Ledger,
  { application, stream, reported, ...names }: RegistryOptions,
): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ application, stream });
  for (const metric of metrics) {
    if (reported || metric.scope === 'worker') register(metric, { registry, ledger, names });
  }
  return registry;
}

interface Place {
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly names: WorkerNames;
}

function register(metric: Metric, { registry, ledger, names }: Place): void {
  const { name, help, labels } = metric;
  const common = { name, help, labelNames: [...labels], registers: [registry] };
  if (metric.type === 'histogram') {
    new CountedHistogram({
      ...common,
      buckets: durationBounds.map((ms) => ms / 1000),
      read: () => metric.read(ledger),
    });
    return;
  }
  if (metric.type === 'counter') {
    new Counter({
      ...common,
      collect() {
        this.reset();
        for (const sample of metric.read(ledger, names)) this.inc({ ...sample.labels }, sample.value);
      },
    });
    return;
  }
  new Gauge({
    ...common,
    collect() {
      this.reset();
      for (const sample of metric.read(ledger, names)) this.set({ ...sample.labels }, sample.value);
    },
  });
}

interface CountedHistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: Registry[];
  readonly buckets: number[];
  readonly read: () => readonly Distribution[];
}

/** A histogram of what was counted elsewhere: prom-client's own takes one observation at a time. */
class CountedHistogram extends Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #read: () => readonly Distribution[];

  constructor({ read, ...options }: CountedHistogramOptions) {
    super(options);
    this.#name = options.name;
    this.#help = options.help;
    this.#bounds = options.buckets;
    this.#read = read;
  }

  /** What the registry asks for (prom-client 15). */
  getForPromString(): Promise<object> {
    const values = this.#read().flatMap(({ labels, counts, sumMs }) => {
      let below = 0;
      const buckets = counts.map((count, place) => {
        below += count;
        return this.#value('bucket', { ...labels, le: String(this.#bounds[place] ?? '+Inf') }, below);
      });
      return [...buckets, this.#value('sum', labels, sumMs / 1000), this.#value('count', labels, below)];
    });
    return Promise.resolve({ name: this.#name, help: this.#help, type: 'histogram', values });
  }

  #value(suffix: string, labels: object, value: number): object {
    return { labels, value, metricName: `${this.#name}_${suffix}` };
  }
}
