import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { createLanes, type Lanes } from '@wagw/shared/queue/queues';
import { connectRedis } from '@wagw/shared/redis/connect';
import type { Redis } from 'ioredis';
import { createWorkerQueues, type WorkerQueues } from '../queues/worker-queues.ts';
import { forSuite } from './for-suite.ts';
import { silentLogger } from './parts.ts';

/** A Redis, what a worker's lanes use of it, and what adds jobs as the API does. */
export interface QueuesForSuite {
  /** A tester's own connection. */
  readonly client: Redis;
  /** The worker's. */
  readonly redis: Redis;
  readonly queues: WorkerQueues;
  readonly api: Lanes;
}

/** Stands while the tests of a file run. */
export function queuesForSuite(): QueuesForSuite {
  return forSuite(
    async () => {
      const server = await startTemporaryRedis();
      const redis = connectRedis({ url: server.url }, 'work', silentLogger);
      const queues = createWorkerQueues(redis, silentLogger);
      return { server, client: server.client, redis, queues, api: createLanes(server.client) };
    },
    async ({ server, redis, queues }) => {
      await queues.close();
      redis.disconnect();
      await server.close();
    },
  );
}
