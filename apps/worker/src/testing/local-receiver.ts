import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A customer's server whose behaviour a test decides. */
export interface LocalReceiver {
  readonly url: URL;
  readonly requests: readonly ReceivedRequest[];
  /** How many connections were opened to it. */
  readonly connections: number;
  /** Answers each request after its body was read; by default with 204. */
  answer: RequestListener;
  close(): Promise<void>;
}

/** @param create makes the server, for one that speaks TLS */
export async function startLocalReceiver(
  create: (listener: RequestListener) => Server = createServer,
): Promise<LocalReceiver> {
  const requests: ReceivedRequest[] = [];
  let connections = 0;
  const server = create((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(chunks) });
      receiver.answer(request, response);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const scheme = create === createServer ? 'http' : 'https';
  const receiver: LocalReceiver = {
    url: new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/hook`),
    requests,
    get connections() {
      return connections;
    },
    answer: (_request, response) => void response.writeHead(204).end(),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return receiver;
}
