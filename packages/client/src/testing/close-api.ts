import { until } from '@wagw/local-machine/until';
import type { FastifyInstance } from 'fastify';

const PATIENCE_MS = 20_000;

/**
 * Closes an api whose readers have broken streams off: `fetch` of Node 20 opens a connection in place of one that it broke off and leaves it
 * unused, and a server waits for those. They can only be ended once no new ones can be made.
 */
export async function closeApi(server: FastifyInstance['server'], close: () => Promise<void>): Promise<void> {
  const closed = close();
  await until('the end of listening', PATIENCE_MS, () => !server.listening);
  server.closeAllConnections();
  await closed;
}
