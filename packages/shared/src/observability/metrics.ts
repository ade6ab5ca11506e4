import { Counter, collectDefaultMetrics, Gauge, Histogram, type MetricValue, Registry } from 'prom-client';

const PREFIX = 'wagw_';

type Labels = readonly string[];

/** What a process tells Prometheus. Names get the prefix `wagw_`; units are base units. */
export interface Metrics {
  readonly contentType: string;
  counter<L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  /** A gauge whose value is read at each scrape. */
  sampled<L extends string>(
    name: string,
    help: string,
    labels: readonly L[],
    sample: (gauge: Gauge<L>) => Promise<void> | void,
  ): Gauge<L>;
  /** A counter that is kept elsewhere and read at each scrape; while `read` gives undefined there is no sample. */
  sampledCounter(name: string, help: string, read: () => Promise<number | undefined>): Counter;
  histogram<L extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly L[],
  ): Histogram<L>;
  /** What was measured under a name so far, for those who tell it in another way; empty when there is no such metric. */
  values(name: string): Promise<readonly Measured[]>;
  /** The exposition text of all metrics. */
  text(): Promise<string>;
}

/** One sample. `metricName` tells the parts of a histogram apart, by their endings. */
export type Measured = MetricValue<string> & { readonly metricName?: string };

/** Of prom-client's own: gauges with the ending of counters, which `promtool check metrics` refuses; sums of others beside them. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** Seconds, from a cache hit to a message that waited for the night. */
export const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

export function createMetrics(service: string, version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  for (const name of MISNAMED) registry.removeSingleMetric(PREFIX + name);
  const named = <L extends Labels>(name: string, help: string, labelNames: L) => ({
    name: PREFIX + name,
    help,
    labelNames,
    registers: [registry],
  });
  new Gauge(named('build_info', 'The running version; the value is always 1.', ['service', 'version'])).set(
    { service, version },
    1,
  );
  return {
    contentType: registry.contentType,
    counter: (name, help, labels = []) => new Counter(named(name, help, labels)),
    gauge: (name, help, labels = []) => new Gauge(named(name, help, labels)),
    sampled: (name, help, labels, sample) => {
      const gauge: Gauge<(typeof labels)[number]> = new Gauge({
        ...named(name, help, labels),
        collect: () => sample(gauge),
      });
      return gauge;
    },
    sampledCounter: (name, help, read) => {
      const counter: Counter = new Counter({
        ...named(name, help, []),
        collect: async () => {
          const value = await read();
          counter.remove();
          if (value !== undefined) counter.inc(value);
        },
      });
      return counter;
    },
    histogram: (name, help, buckets, labels = []) =>
      new Histogram({ ...named(name, help, labels), buckets: [...buckets] }),
    values: async (name) => (await registry.getSingleMetric(PREFIX + name)?.get())?.values ?? [],
    text: () => registry.metrics(),
  };
}
