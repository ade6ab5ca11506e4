import { keys } from '@wagw/shared/redis/keys';
import { listWorkers } from '@wagw/shared/sessions/workers';
import type { App, AppParts } from '../app.ts';

/** `GET /metrics`, for Prometheus: this process, and what no single worker can tell. */
export async function metricsRoute(app: App, { metrics, redis }: AppParts): Promise<void> {
  metrics.sampled('workers', 'Workers that own sessions and have a lease.', [], async (gauge) => {
    const workers = await listWorkers(redis).catch(() => undefined);
    if (workers === undefined) gauge.reset();
    else gauge.set(workers.length);
  });
  metrics.sampled('sessions_waiting', 'Sessions that wait for a worker with room.', [], async (gauge) => {
    const waiting = await redis.zcard(keys.sessionsWaiting).catch(() => undefined);
    if (waiting === undefined) gauge.reset();
    else gauge.set(waiting);
  });

  const schema = { tags: ['Operation'], operationId: 'getMetrics', summary: 'Measurements, for Prometheus' };
  app.get('/metrics', { schema }, async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.text()),
  );
}
