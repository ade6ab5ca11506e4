import type { App, AppParts } from '../app.ts';

/** `GET /metrics`, for Prometheus. */
export async function metricsRoute(app: App, { metrics }: AppParts): Promise<void> {
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.text()),
  );
}
