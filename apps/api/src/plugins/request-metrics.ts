import { LATENCY_BUCKETS, type Metrics } from '@wagw/shared/observability/metrics';
import plugin from 'fastify-plugin';
import { isRoutine } from '../probes.ts';

/** Measures each request and writes one line about it. */
export const requestMetrics = plugin(async (app, { metrics }: { metrics: Metrics }) => {
  const duration = metrics.histogram(
    'http_request_duration_seconds',
    'Time from the request to the end of its answer.',
    LATENCY_BUCKETS,
    ['method', 'route', 'status'],
  );
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    duration.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    const level = reply.statusCode >= 500 ? 'error' : isRoutine(request) ? 'debug' : 'info';
    request.log[level](
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        // Not known where the key was not.
        ...(request.caller === undefined
          ? {}
          : { key: request.caller.keyId, tenant: request.caller.tenantId }),
        ...(request.sessionId === '' ? {} : { session: request.sessionId }),
        ...(request.problemCode === undefined ? {} : { problem: request.problemCode }),
      },
      'request',
    );
  });
});
