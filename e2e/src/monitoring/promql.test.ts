import { expect, test } from '@jest/globals';
import { metricsIn } from './promql.ts';

test('names are found in functions, aggregations and both sides of operators', () => {
  expect(
    metricsIn(
      'histogram_quantile(0.9, sum by (le) (rate(a_bucket{b="c"}[$__rate_interval]))) > d or vector(0)',
    ),
  ).toEqual(['a_bucket', 'd']);
});

test.each(['sum(', 'rate(a)[5m', 'a{b=c}', '$x'])('%s is refused', (expression) => {
  expect(() => metricsIn(expression)).toThrow('no PromQL');
});
