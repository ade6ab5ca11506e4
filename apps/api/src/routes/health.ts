import { allows } from '@wagw/shared/access/scopes';
import { watchProcess } from '@wagw/shared/health/process-watch';
import { VERSION } from '@wagw/shared/version';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { alertsQuery, alertsSchema, readAlerts, readSessionAlerts } from '../health/alerts.ts';
import { detailedSchema, readDetailed } from '../health/detailed.ts';
import { historyQuery, historySchema, readHistory } from '../health/history.ts';
import { performanceSchema, readPerformance } from '../health/performance.ts';
import { createReadiness, type ReadinessLook } from '../health/readiness.ts';
import { reasonSchema, statusSchema, viewReasons } from '../health/reasons-view.ts';
import { readSystem, systemSchema } from '../health/system.ts';

const liveSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Live' });

const readySchema = z.object({ status: statusSchema, reasons: z.array(reasonSchema) }).meta({ id: 'Ready' });

const healthSchema = z
  .object({
    status: statusSchema,
    version: z.string(),
    uptimeSeconds: z.int(),
    checks: z.object({
      redis: z
        .enum(['ok', 'unfit', 'unreachable'])
        .describe('`unfit`: it answers, but what is accepted would not be safe there.'),
      workers: z.int().nullable().describe('Workers that own sessions; null while that is not known.'),
    }),
    reasons: z.array(reasonSchema),
  })
  .meta({ id: 'Health' });

const tags = ['Operation'];
const open = { public: true } as const;
const forOperators = { scope: 'operate' } as const;

/** 503 tells load balancers to send nothing here; `degraded` is 200, because what is accepted waits and is not lost. */
const answer = <R extends FastifyReply>(reply: R, { status }: Pick<ReadinessLook, 'status'>) =>
  reply.code(status === 'unavailable' ? 503 : 200);

/** How this api, Redis, the workers and all that passes through them are; `/health/sessions` stands in `session-health.ts`. */
export async function healthRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, blobs, metrics, folders = [] } = parts;
  const look = createReadiness(redis);
  const watch = watchProcess();
  app.addHook('onClose', async () => watch.close());
  const detailedParts = async () => ({ redis, blobs, look: await look(), process: watch.health() });

  app.get(
    '/health/live',
    {
      config: open,
      schema: {
        tags,
        operationId: 'getLive',
        summary: 'Ask whether the process answers',
        description: 'Whatever else is away: a process that answers this need not be started again.',
        response: { 200: liveSchema },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/health/ready',
    {
      config: open,
      schema: {
        tags,
        operationId: 'getReady',
        summary: 'Ask whether requests should be sent here',
        description:
          '503 while Redis is away, or would not keep what is accepted. Without a worker requests are accepted and wait: `degraded`, with 200.',
        response: { 200: readySchema, 503: readySchema },
      },
    },
    async (_request, reply) => {
      const seen = await look();
      return answer(reply, seen).send({ status: seen.status, reasons: viewReasons(seen.reasons) });
    },
  );

  app.get(
    '/health',
    {
      config: open,
      schema: {
        tags,
        operationId: 'getHealth',
        summary: 'Ask whether requests are accepted',
        description: 'As `/health/ready`, with the version and what was looked at.',
        response: { 200: healthSchema, 503: healthSchema },
      },
    },
    async (_request, reply) => {
      const seen = await look();
      return answer(reply, seen).send({
        status: seen.status,
        version: VERSION,
        uptimeSeconds: Math.floor(process.uptime()),
        checks: { redis: redisWord(seen), workers: seen.workers?.length ?? null },
        reasons: viewReasons(seen.reasons),
      });
    },
  );

  app.get(
    '/health/detailed',
    {
      config: forOperators,
      schema: {
        tags,
        operationId: 'getDetailedHealth',
        summary: 'See how each component is',
        description: '200 whatever it says, for it is read by people; probes ask `/health/ready`.',
        response: { 200: detailedSchema },
      },
    },
    async () => readDetailed(await detailedParts()),
  );

  app.get(
    '/health/alerts',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getAlerts',
        summary: 'See what is wrong now, and what to do',
        description:
          'Sessions that have failed, find no worker, or whose health monitor has told an alert that is not resolved; with the scope `operate` also what is wrong with the gateway. Those who wait for a scan, rest, or are logged out are told of by their state.',
        querystring: alertsQuery,
        response: { 200: alertsSchema },
      },
    },
    async ({ query, caller }) => {
      const page = {
        after: query.cursor ?? '',
        limit: query.limit,
        tenantId: caller.tenantId ?? undefined,
      };
      return allows(caller.scopes, 'operate')
        ? readAlerts(await detailedParts(), page)
        : readSessionAlerts(redis, page);
    },
  );

  app.get(
    '/health/system',
    {
      config: forOperators,
      schema: {
        tags,
        operationId: 'getSystemHealth',
        summary: 'See processors, memory and disks of this api and of the workers',
        response: { 200: systemSchema },
      },
    },
    () => readSystem(redis, watch, folders),
  );

  app.get(
    '/health/performance',
    {
      config: forOperators,
      schema: {
        tags,
        operationId: 'getPerformance',
        summary: 'See what waits, what was done, and how long that took',
        response: { 200: performanceSchema },
      },
    },
    () => readPerformance(redis, metrics),
  );

  app.get(
    '/health/performance/history',
    {
      config: forOperators,
      schema: {
        tags,
        operationId: 'getPerformanceHistory',
        summary: 'See how all went, minute by minute, up to a day back',
        description:
          'What the workers counted in each interval, and how all was, which is noted once a minute.',
        querystring: historyQuery,
        response: { 200: historySchema },
      },
    },
    ({ query }) => readHistory(redis, query, Date.now()),
  );
}

function redisWord({ redis, reasons }: ReadinessLook): 'ok' | 'unfit' | 'unreachable' {
  if (!redis.isReachable) return 'unreachable';
  return reasons.some((code) => code.startsWith('redis_') && code !== 'redis_memory_short') ? 'unfit' : 'ok';
}
