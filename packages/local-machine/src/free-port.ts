import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on: the wished one, or any when that is taken. */
export async function freePort(wished = 0): Promise<number> {
  return await tryPort(wished).catch(() => tryPort(0));
}

/** @throws when somebody listens on it */
export function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
