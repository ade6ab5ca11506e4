import type { Span, Tracing } from '@wagw/shared/observability/tracing';
import plugin from 'fastify-plugin';
import { isRoutine } from '../probes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    span: Span | undefined;
  }
}

/** Each request is a span, part of the caller's trace when it comes with a `traceparent`. Nothing happens where there are no traces. */
export const requestTraces = plugin(async (app, { tracing }: { tracing?: Tracing }) => {
  if (tracing?.isOn !== true) return;
  app.decorateRequest('span', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    if (isRoutine(request)) return done();
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url ?? 'unknown';
    const attributes = { 'http.request.method': method, 'http.route': route };
    const parent = typeof headers.traceparent === 'string' ? headers.traceparent : undefined;
    tracing.begin(`${method} ${route}`, { kind: 'server', attributes, parent }, (span) => {
      request.span = span;
      done();
    });
  });
  app.addHook('onResponse', async (request, { statusCode }) => {
    const failure = statusCode >= 500 ? (request.problemCode ?? 'failed') : undefined;
    request.span?.end({ 'http.response.status_code': statusCode }, failure);
  });
});
