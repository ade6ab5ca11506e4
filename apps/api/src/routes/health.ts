import { listWorkers } from '@wagw/shared/sessions/workers';
import { VERSION } from '@wagw/shared/version';
import type { App, AppParts } from '../app.ts';

/** `GET /health` and `GET /health/live`, without a key. */
export async function healthRoutes(app: App, { redis }: AppParts): Promise<void> {
  const open = { config: { public: true } };

  app.get('/health/live', open, async () => ({ status: 'ok' }));

  /** Answers 503 while nothing can be accepted. Without a worker requests are accepted and wait: degraded. */
  app.get('/health', open, async (_request, reply) => {
    const workers = (await listWorkers(redis).catch(() => undefined))?.length;
    const status = workers === undefined ? 'unavailable' : workers === 0 ? 'degraded' : 'ok';
    return reply.code(workers === undefined ? 503 : 200).send({
      status,
      version: VERSION,
      uptimeSeconds: Math.floor(process.uptime()),
      checks: {
        redis: workers === undefined ? 'unreachable' : 'ok',
        workers: workers ?? null,
      },
    });
  });
}
