import { afterEach, beforeEach } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { addDeliveries, type NewDelivery } from '@wagw/shared/webhooks/hand-out';
import type { CreateWebhook } from '@wagw/shared/webhooks/webhook-schema';
import { createDeliverer, type Deliverer } from '../webhooks/deliver.ts';
import { tellOfEndpoints } from '../webhooks/endpoint-events.ts';
import { createEndpoints } from '../webhooks/endpoints.ts';
import { createPoster } from '../webhooks/post.ts';
import { forEachTest } from './for-suite.ts';
import { startLocalReceiver } from './local-receiver.ts';
import { silentLogger, testMetrics } from './parts.ts';
import { queuesForSuite } from './queues-for-suite.ts';

export const PATIENCE_MS = 15_000;
/** Of every endpoint, unless a test says otherwise. */
export const SECRET = 'a secret of the customer';

/** How a delivery differs from one that goes by itself to `hook`. */
export interface Given {
  readonly to?: string;
  readonly lane?: string;
  readonly batch?: NewDelivery['batch'];
}

/** `dlv_hook_1` is the delivery of `evt_1` to `hook`. */
export const delivery = (seq: number, { to = 'hook', lane, batch = null }: Given = {}): NewDelivery => ({
  id: `dlv_${to}_${seq}`,
  endpointId: to,
  eventId: `evt_${seq}`,
  event: 'message',
  sessionId: 'shop',
  tenantId: 'acme',
  seq,
  recordedAt: Date.now() - 1_000,
  body: `{"seq":${seq},"id":"evt_${seq}","event":"message","body":"Olá 😀"}`,
  lane,
  batch,
});

/** What delivers, without what hands events out; real Redis, and a receiver that starts anew with each test. */
export function delivererForSuite() {
  const suite = queuesForSuite();
  const ends: (() => Promise<unknown>)[] = [];
  let deliverer: Deliverer | undefined;
  let counted = testMetrics();

  beforeEach(() => suite.client.flushall());
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const receiver = forEachTest(startLocalReceiver, (it) => it.close());

  /** Starts what a worker runs. */
  function start(schedule: readonly number[] = [50]): Deliverer {
    const { redis, queues } = suite;
    const poster = createPoster({ timeoutMs: PATIENCE_MS, allowedHosts: ['127.0.0.1'] });
    counted = testMetrics();
    const made = createDeliverer({
      workerId: 'this worker',
      queues,
      redis,
      endpoints: createEndpoints(redis),
      poster,
      schedule,
      concurrency: 5,
      keep: { deliveredMs: 60_000, deadMs: 120_000 },
      tell: tellOfEndpoints(redis, 1_000),
      metrics: counted.metrics,
      logger: silentLogger,
    });
    ends.push(
      () => poster.close(),
      () => made.close(),
    );
    deliverer = made;
    return made;
  }

  return {
    suite,
    receiver,
    start,
    endpoint: (id: string, wanted: Partial<CreateWebhook> = {}) =>
      createEndpoint(suite.redis, id, { url: receiver.url.href, secret: SECRET, ...wanted }, Date.now()),
    async add(deliveries: readonly NewDelivery[]): Promise<void> {
      await addDeliveries(suite.redis, deliveries);
      await deliverer?.wake([...new Set(deliveries.map(({ endpointId }) => endpointId))]);
    },
    untilStatus: (id: string, status: string) =>
      until(`${id} to be ${status}`, PATIENCE_MS, async () => {
        const now = await suite.redis.hget(keys.delivery(id), 'status');
        if (now === status) return true;
        throw new Error(`it is ${now}`);
      }),
    untilSettled: (id = 'hook') =>
      until(
        'nothing to wait any more',
        PATIENCE_MS,
        async () => (await suite.redis.zcard(keys.webhookPending(id))) === 0,
      ),
    /** It is counted after it was written down. */
    untilCounted: (sample: string) =>
      until(`${sample} to be 1`, PATIENCE_MS, async () => (await counted.value(sample)) === 1),
    /** The ids of the requests, in their order. */
    received: () => receiver.requests.map(({ headers }) => headers['webhook-id']),
    failFirst(count: number, status = 500, headers = {}): void {
      let failed = 0;
      receiver.answer = (_request, response) => {
        failed += 1;
        response.writeHead(failed <= count ? status : 204, failed <= count ? headers : {}).end();
      };
    },
    attemptsOf: async (id: string) =>
      (await suite.redis.lrange(keys.deliveryAttempts(id), 0, '-1')).map((json) => JSON.parse(json)),
  };
}
