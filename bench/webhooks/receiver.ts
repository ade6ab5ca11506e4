import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A customer's server in a process of its own, started with an IPC channel: tells its port, answers 204 at once, never answers
 * below `/hole`, and takes down when what came to the other paths below `/timed` when it is asked for that (any message).
 */

export interface Arrival {
  readonly path: string;
  readonly id: string;
  /** Unix milliseconds, with fractions. */
  readonly at: number;
}

const arrivals: Arrival[] = [];

const server = createServer((request, response) => {
  const { url = '', headers } = request;
  if (url.startsWith('/timed')) {
    arrivals.push({
      path: url,
      id: String(headers['webhook-id']),
      at: performance.timeOrigin + performance.now(),
    });
  }
  request.resume();
  if (url.startsWith('/hole')) return;
  request.on('end', () => response.writeHead(204).end());
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on('message', () => process.send?.({ arrivals: arrivals.splice(0) }));
process.on('disconnect', () => process.exit(0));
