import type { FastifyRequest } from 'fastify';

/** Whether a route tells those who run the gateway how it does: it answers when others are refused. */
export const isProbe = ({ routeOptions }: FastifyRequest): boolean =>
  /^\/(?:health|metrics)(?:\/|$)/.test(routeOptions.url ?? '');

/** Whether a request is of those that come every few seconds and would bury everything else in logs and traces. */
export const isRoutine = ({ method, routeOptions: { url, config } }: FastifyRequest): boolean =>
  (config.public === true && (method === 'GET' || method === 'HEAD')) || url === '/metrics';
