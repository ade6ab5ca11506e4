import { measureConnection } from '@wagw/shared/observability/measure-connection';
import type { App, AppParts } from '../app.ts';
import { measureGateway } from '../metrics.ts';

/** `GET /metrics`, for Prometheus: this process, and what no single worker can tell. */
export async function metricsRoute(app: App, { metrics, redis }: AppParts): Promise<void> {
  measureConnection(metrics, redis);
  measureGateway(metrics, redis);
  const schema = { tags: ['Operation'], operationId: 'getMetrics', summary: 'Measurements, for Prometheus' };
  app.get('/metrics', { config: { scope: 'operate' }, schema }, async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.text()),
  );
}
