import { type BackendServer, startBackendServer } from './backend-server.ts';

/**
 * The main backend of the support desk: a gateway between its pages and the microservice, with a webhook that files what comes in. Its
 * document names the calls, the key's header and the flow; the fields are those that docs/dialects.md settles on.
 */
export class SupportDesk {
  readonly conversations: Record<string, unknown>[] = [];
  gatewayUrl = '';
  readonly #apiKey: string;
  #server: BackendServer | undefined;

  constructor(apiKey: string) {
    this.#apiKey = apiKey;
  }

  /** Returns the URL that the microservice is to post messages to. */
  async listen(): Promise<string> {
    this.#server = await startBackendServer({
      '/api/webhooks/whatsapp': async (request) => {
        this.conversations.push((await request.json()) as Record<string, unknown>);
        return Response.json({ success: true });
      },
    });
    return `${this.#server.origin}/api/webhooks/whatsapp`;
  }

  close(): void {
    this.#server?.close();
  }

  connect(tenantId: string, webhookUrl: string) {
    return this.#call('POST', '/sessions/start', { tenantId, webhookUrl });
  }

  status(tenantId: string) {
    return this.#call('GET', `/sessions/${tenantId}/status`);
  }

  disconnect(tenantId: string) {
    return this.#call('DELETE', `/sessions/${tenantId}`);
  }

  sendMessage(tenantId: string, to: string, message: string) {
    return this.#call('POST', '/message/send', { tenantId, to, message });
  }

  async #call(method: string, path: string, body?: object, apiKey = this.#apiKey) {
    const response = await fetch(this.gatewayUrl + path, {
      method,
      headers: {
        'X-API-KEY': apiKey,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${response.status} ${String(answer.error)}`);
    return answer;
  }
}
