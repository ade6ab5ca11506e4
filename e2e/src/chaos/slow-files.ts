import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from './random.ts';

/** A customer's server of files that takes its time, and does not answer once in a while. */
export interface SlowFiles {
  readonly url: string;
  close(): Promise<void>;
}

const DELAY_MS = [0, 3_000] as const;
/** So seldom that no message is unlucky three times. */
const UNAVAILABLE = 0.02;

export async function startSlowFiles(random: Random): Promise<SlowFiles> {
  const server = createServer((_request, response) => {
    const status = random.next() < UNAVAILABLE ? 503 : 200;
    setTimeout(() => response.writeHead(status).end('a file'), random.between(...DELAY_MS));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/file.txt`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
