import { expect, test } from '@jest/globals';
import { createMetrics } from './metrics.ts';

test('names get the prefix, and the running version is told', async () => {
  const metrics = createMetrics('api', '1.2.3');
  metrics.counter('things_total', 'Things.').inc(2);
  const text = await metrics.text();
  expect(text).toContain('\nwagw_things_total 2\n');
  expect(text).toContain('wagw_build_info{service="api",version="1.2.3"} 1');
  expect(text).toContain('wagw_nodejs_eventloop_lag_p99_seconds');
});

test('a counter that is kept elsewhere is read at each scrape, and told only when it is known', async () => {
  let value: number | undefined = 3;
  const metrics = createMetrics('api', 'test');
  metrics.sampledCounter('kept_total', 'Kept elsewhere.', async () => value);
  expect(await metrics.text()).toMatch(/^wagw_kept_total 3$/m);
  value = 5;
  expect(await metrics.text()).toMatch(/^wagw_kept_total 5$/m);
  value = undefined;
  expect(await metrics.text()).not.toMatch(/^wagw_kept_total /m);
});
