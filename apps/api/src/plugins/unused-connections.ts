import type { Socket } from 'node:net';
import plugin from 'fastify-plugin';

/** A request that is on its way over a new connection when the closing begins is still answered. */
const GRACE_MS = 1_000;

/**
 * Connections over which nothing was ever asked do not hold the closing up. Node ends only those that have had a request (20.20,
 * `closeIdleConnections`), and clients keep some ready in advance.
 */
export const unusedConnections = plugin(async (app) => {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    const timer = setTimeout(() => {
      for (const socket of unused) socket.destroy();
    }, GRACE_MS);
    app.server.once('close', () => clearTimeout(timer));
  });
});
