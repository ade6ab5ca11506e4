import { beforeEach, expect, test } from '@jest/globals';
import { createMetrics } from '@wagw/shared/observability/metrics';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { addDeliveries } from '@wagw/shared/webhooks/hand-out';
import { redisForSuite } from '../testing/for-suite.ts';
import { measureWaiting } from './waiting-metrics.ts';

const server = redisForSuite();
beforeEach(() => server.client.flushdb());

test('a scrape tells what waits, how old it is and what pauses, and looks once', async () => {
  await createEndpoint(server.client, 'hook', { url: 'https://shop.example/' }, Date.now());
  const delivery = {
    endpointId: 'hook',
    event: 'message',
    sessionId: 'shop',
    tenantId: 'acme',
    recordedAt: Date.now() - 90_000,
    body: '{}',
    lane: undefined,
    batch: null,
  };
  await addDeliveries(
    server.client,
    [1, 2].map((seq) => ({ ...delivery, seq, id: `dlv_${seq}`, eventId: `evt_${seq}` })),
  );
  const metrics = createMetrics('worker', 'test');
  measureWaiting(metrics, server.client);
  const scrape = async () => (await metrics.text()).split('\n').filter((line) => /^wagw_webhook/.test(line));
  const [pending, oldest, paused] = await scrape();
  expect([pending, paused]).toEqual(['wagw_webhook_pending_deliveries 2', 'wagw_webhook_paused_endpoints 0']);
  expect(Number(oldest?.split(' ')[1])).toBeGreaterThanOrEqual(90);
  // A second scrape at once tells the same.
  await server.client.flushdb();
  expect(await scrape()).toEqual([pending, oldest, paused]);
});
