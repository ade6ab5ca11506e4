import { listWorkers } from '@wagw/shared/sessions/workers';
import { VERSION } from '@wagw/shared/version';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';

const liveSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Live' });

const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    version: z.string(),
    uptimeSeconds: z.int(),
    checks: z.object({
      redis: z.enum(['ok', 'unreachable']),
      workers: z.int().nullable().describe('Workers that own sessions; null while that is not known.'),
    }),
  })
  .meta({ id: 'Health' });

const tags = ['Operation'];

/** `GET /health` and `GET /health/live`, without a key. */
export async function healthRoutes(app: App, { redis }: AppParts): Promise<void> {
  const config = { public: true };

  app.get(
    '/health/live',
    {
      config,
      schema: {
        tags,
        operationId: 'getLive',
        summary: 'Ask whether the process answers',
        response: { 200: liveSchema },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  const response = { 200: healthSchema, 503: healthSchema };
  const schema = {
    tags,
    operationId: 'getHealth',
    summary: 'Ask whether requests are accepted',
    description:
      '503 while nothing can be accepted. Without a worker requests are accepted and wait: `degraded`.',
    response,
  };
  app.get('/health', { config, schema }, async (_request, reply) => {
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
