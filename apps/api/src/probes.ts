import type { FastifyRequest } from 'fastify';

/** Whether a route tells those who run the gateway how it does: it answers when others are refused. */
export const isProbe = ({ routeOptions }: FastifyRequest): boolean =>
  /^\/(?:health|metrics)(?:\/|$)/.test(routeOptions.url ?? '');
