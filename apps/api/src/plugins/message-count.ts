import type { Metrics } from '@wagw/shared/observability/metrics';
import plugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** How many messages were accepted one by one, by whichever route. */
    acceptedMessages: ReturnType<Metrics['counter']>;
  }
}

/** One counter for the native routes and the dialects. */
export const messageCount = plugin(async (app, { metrics }: { metrics: Metrics }) => {
  app.decorate(
    'acceptedMessages',
    metrics.counter('messages_accepted_total', 'Messages accepted for sending.'),
  );
});
