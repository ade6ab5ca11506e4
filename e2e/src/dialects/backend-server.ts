import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The routes of a customer's backend, by their path, written as the frameworks of the documents have them. */
export type BackendRoutes = Readonly<Record<string, (request: Request) => Promise<Response>>>;

export interface BackendServer {
  readonly origin: string;
  close(): void;
}

export async function startBackendServer(routes: BackendRoutes): Promise<BackendServer> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { url = '/', method = 'GET', headers } = incoming;
      const body = method === 'GET' ? null : Buffer.concat(chunks);
      const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
      const request = new Request(`http://backend${url}`, { method, headers: given, body });
      respond(request, routes[url]).then(
        ([answer, bytes]) => outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(bytes),
        // Such as when the gateway ends while it is asked.
        () => outgoing.writeHead(500).end(),
      );
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function respond(
  request: Request,
  route: BackendRoutes[string] | undefined,
): Promise<[Response, Buffer]> {
  const answer = (await route?.(request)) ?? new Response(null, { status: 404 });
  return [answer, Buffer.from(await answer.arrayBuffer())];
}
