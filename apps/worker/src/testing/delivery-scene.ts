import { randomUUID } from 'node:crypto';
import type { Logger } from '@wagw/shared/observability/logger';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import type { Redis } from 'ioredis';
import { createWorkerQueues } from '../queues/worker-queues.ts';
import { createDeliverer, type Deliverer } from '../webhooks/deliver.ts';
import { tellOfEndpoints } from '../webhooks/endpoint-events.ts';
import { createEndpoints } from '../webhooks/endpoints.ts';
import { createFanOut } from '../webhooks/fan-out.ts';
import { createPoster, type Poster } from '../webhooks/post.ts';
import { silentLogger, testMetrics } from './parts.ts';

/** What a worker with the role `webhooks` runs, within this process. */
export interface DeliveryScene {
  readonly redis: Redis;
  readonly deliverer: Deliverer;
  /** In order, as a worker does at SIGTERM. */
  close(): Promise<void>;
}

export interface DeliverySceneOptions {
  readonly schedule: readonly number[];
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly logger?: Logger;
  /** Stands around what posts. */
  readonly around?: (poster: Poster) => Poster;
}

const LOG_LENGTH = 100_000;
const KEEP_MS = 3_600_000;

/** Delivers to 127.0.0.1, on connections of its own. */
export async function startDeliveryScene(
  redisUrl: string,
  { schedule, concurrency, timeoutMs, logger = silentLogger, around = (it) => it }: DeliverySceneOptions,
): Promise<DeliveryScene> {
  const redis = connectRedis({ url: redisUrl }, 'work', logger);
  await untilReady(redis);
  const queues = createWorkerQueues(redis, logger);
  const poster = around(createPoster({ timeoutMs, allowedHosts: ['127.0.0.1'] }));
  const endpoints = createEndpoints(redis);
  const deliverer = createDeliverer({
    workerId: randomUUID(),
    queues,
    redis,
    endpoints,
    poster,
    schedule,
    concurrency,
    keep: { deliveredMs: KEEP_MS, deadMs: KEEP_MS },
    tell: tellOfEndpoints(redis, LOG_LENGTH),
    metrics: testMetrics().metrics,
    logger,
  });
  const fanOut = createFanOut({ redis, wait: queues.wait, endpoints, wake: deliverer.wake, logger });
  const handingOut = fanOut.run();
  return {
    redis,
    deliverer,
    async close() {
      await fanOut.stop();
      await handingOut;
      await deliverer.close();
      await poster.close();
      await queues.close();
      redis.disconnect();
    },
  };
}
