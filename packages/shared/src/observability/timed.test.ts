import { expect, test } from '@jest/globals';
import { createMetrics, LATENCY_BUCKETS } from './metrics.ts';
import { bucketsOf, quantileOf, timedOf } from './timed.ts';

const histogram = () => createMetrics('test', '1').histogram('some_seconds', 'Some.', LATENCY_BUCKETS);

test('times of a known distribution: 90 of 0.2 seconds, 10 of 2', async () => {
  const seconds = histogram();
  for (let i = 0; i < 90; i += 1) seconds.observe(0.2);
  for (let i = 0; i < 10; i += 1) seconds.observe(2);
  const { values } = await seconds.get();
  expect(timedOf(values)).toEqual({ count: 100, seconds: expect.closeTo(38) });
  const buckets = bucketsOf(values);
  expect(buckets).toEqual({ 0.25: 90, 2.5: 10 });
  // The 50th of the 90 between 0.1 and 0.25; the 5th of the 10 between 1 and 2.5.
  expect(quantileOf(buckets, 0.5)).toBeCloseTo(0.1 + (0.15 * 50) / 90);
  expect(quantileOf(buckets, 0.95)).toBeCloseTo(1.75);
  expect(quantileOf(buckets, 0.9)).toBe(0.25);
});

test('what took longer than the last bound counts as that', async () => {
  const seconds = histogram();
  seconds.observe(0.001);
  seconds.observe(86_400);
  const buckets = bucketsOf((await seconds.get()).values);
  expect(buckets).toEqual({ 0.005: 1, '+Inf': 1 });
  expect([quantileOf(buckets, 0.5), quantileOf(buckets, 0.95)]).toEqual([0.005, 3600]);
});

test('of nothing there is none', async () => {
  const buckets = bucketsOf((await histogram().get()).values);
  expect([buckets, quantileOf(buckets, 0.5)]).toEqual([{}, null]);
});
