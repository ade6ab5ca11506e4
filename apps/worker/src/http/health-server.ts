import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from '@wagw/shared/observability/metrics';
import { VERSION } from '@wagw/shared/version';
import type { Redis } from 'ioredis';
import { createReadiness, type WorkerReadiness } from '../health/readiness.ts';

export interface HealthServerParts {
  readonly redis: Redis;
  readonly metrics: Metrics;
  readonly workerId: string;
  /** Whether this worker has the role `sessions`, and so a lease when it is ready. */
  readonly ownsSessions: boolean;
  readonly host: string;
  readonly port: number;
}

/** The worker's `/health`, `/health/live`, `/health/ready` and `/metrics`. Resolves when it listens. */
export async function startHealthServer(parts: HealthServerParts): Promise<Server> {
  const readiness = createReadiness(parts.redis, parts.workerId, parts.ownsSessions);
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    answer(path, response, parts, readiness).catch((error: unknown) => response.destroy(error as Error));
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port, parts.host, resolve);
  });
  return server;
}

async function answer(
  path: string,
  response: ServerResponse,
  parts: HealthServerParts,
  readiness: () => Promise<WorkerReadiness>,
): Promise<void> {
  const send = (status: number, type: string, body: string) =>
    response.writeHead(status, { 'content-type': type }).end(body);
  const json = (status: number, body: object) => send(status, 'application/json', JSON.stringify(body));
  switch (path) {
    case '/health/live':
      return void json(200, { status: 'ok' });
    case '/health/ready': {
      const ready = await readiness();
      return void json(ready.status === 'unavailable' ? 503 : 200, ready);
    }
    case '/health': {
      const reachable = parts.redis.status === 'ready';
      return void json(reachable ? 200 : 503, {
        status: reachable ? 'ok' : 'unavailable',
        worker: parts.workerId,
        version: VERSION,
        uptimeSeconds: Math.floor(process.uptime()),
        checks: { redis: reachable ? 'ok' : 'unreachable' },
      });
    }
    case '/metrics':
      return void send(200, parts.metrics.contentType, await parts.metrics.text());
    default:
      return void json(404, {
        status: 404,
        title: 'There are only /health, /health/live, /health/ready and /metrics here.',
      });
  }
}
