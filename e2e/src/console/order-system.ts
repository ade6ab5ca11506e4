import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that was accepted. */
export interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What a shop runs behind its webhook. It can be out of order. */
export interface OrderSystem {
  readonly url: string;
  readonly taken: readonly Taken[];
  isOutOfOrder: boolean;
  close(): Promise<void>;
}

export async function startOrderSystem(): Promise<OrderSystem> {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (system.isOutOfOrder) {
        response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', server: 'pedidos' });
        response.end('O sistema de pedidos está em manutenção.');
        return;
      }
      taken.push({ headers: request.headers, text: Buffer.concat(chunks).toString() });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"recebido":true}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const system: OrderSystem = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/whatsapp`,
    taken,
    isOutOfOrder: false,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return system;
}
