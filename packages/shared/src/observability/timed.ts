import { LATENCY_BUCKETS, type Measured } from './metrics.ts';

/** A number of things and the time that they took together. */
export interface Timed {
  readonly count: number;
  readonly seconds: number;
}

/** What a histogram has counted, over all its labels. @param values as prom-client gives them */
export function timedOf(values: readonly Measured[]): Timed {
  const total = (ending: string) =>
    values
      .filter(({ metricName }) => metricName?.endsWith(ending) === true)
      .reduce((sum, { value }) => sum + value, 0);
  return { count: total('_count'), seconds: total('_sum') };
}

/** How many took as long as this at most, and longer than the bound before: by bound in seconds, the last one is `+Inf`. */
export type Buckets = Readonly<Record<string, number>>;

/** What a histogram without labels has counted, by its bounds; none of those in which nothing was. */
export function bucketsOf(values: readonly Measured[]): Buckets {
  const buckets: Record<string, number> = {};
  let below = 0;
  for (const { metricName, labels, value } of values) {
    if (metricName?.endsWith('_bucket') !== true) continue;
    if (value > below) buckets[String(labels.le)] = value - below;
    below = value;
  }
  return buckets;
}

/**
 * The time that this share of all took at most, in seconds: like `histogram_quantile` of Prometheus, as if what is in a bucket lay evenly
 * between its bounds. What took longer than the last bound counts as that.
 * @param buckets of a histogram with `LATENCY_BUCKETS`
 * @param share from 0 to 1
 * @returns null when there were none
 */
export function quantileOf(buckets: Buckets, share: number): number | null {
  const total = Object.values(buckets).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  let from = 0;
  for (const to of LATENCY_BUCKETS) {
    const count = buckets[to] ?? 0;
    if (count > 0 && below + count >= rank) return from + ((to - from) * (rank - below)) / count;
    below += count;
    from = to;
  }
  return from;
}
