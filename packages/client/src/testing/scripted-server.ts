import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly at: number;
}

export type Script = (response: ServerResponse, request: SeenRequest) => void;

/** A gateway that answers by a script: one entry for each request, the last one for all that follow. */
export interface ScriptedServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  play(...scripts: Script[]): void;
  close(): Promise<void>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  let scripts: Script[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body, at: performance.now() };
    seen.push(one);
    const script = scripts.length > 1 ? scripts.shift() : scripts[0];
    script?.(response, one);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    play(...next) {
      seen.length = 0;
      scripts = next;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };

/** A problem as the gateway writes it. */
export const problem = (
  status: number,
  code: string,
  retryable: boolean,
  headers: Record<string, string> = {},
  more: Record<string, unknown> = {},
): Script =>
  json(
    status,
    {
      type: `urn:wagw:error:${code}`,
      title: 'No.',
      status,
      code,
      detail: 'Do this.',
      instance: 'req-7',
      retryable,
      ...more,
    },
    { 'content-type': 'application/problem+json', ...headers },
  );

/** The connection breaks before anything is answered. */
export const cut: Script = (response) => void response.destroy();
/** Nothing ever comes. */
export const silence: Script = () => undefined;
