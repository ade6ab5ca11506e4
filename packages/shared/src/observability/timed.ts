import type { Measured } from './metrics.ts';

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
