import { type BackendServer, startBackendServer } from './backend-server.ts';

/** The backend of a hub whose channel is a gateway of its own: the provider that it calls and the controller that is told, as it has them. */

/** What every event has. */
interface Told {
  readonly sessionId: string;
  readonly event: string;
  readonly timestamp: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What its database knows of a message. */
interface MessageRow {
  readonly from: string;
  body: string;
  ack: number;
  isRevoked: boolean;
}

export class HubBackend {
  readonly told: Told[] = [];
  readonly messages = new Map<string, MessageRow>();
  readonly session = { status: '', qrCode: '', connection: '', battery: -1, disconnected: '' };
  #server: BackendServer | undefined;
  /** Where the gateway is; known once it runs. */
  provider: WhatsAppProvider | undefined;

  async listen(): Promise<string> {
    this.#server = await startBackendServer({
      '/webhook/whatsapp': async (request) => {
        const event = (await request.json()) as Told;
        this.told.push(event);
        await this.#handle(event);
        return Response.json({ received: true });
      },
    });
    return `${this.#server.origin}/webhook/whatsapp`;
  }

  close(): void {
    this.#server?.close();
  }

  of(event: string): Told['data'][] {
    return this.told.filter((each) => each.event === event).map(({ data }) => data);
  }

  async #handle({ sessionId, event, data }: Told): Promise<void> {
    const row = this.messages.get(String(data.messageId));
    switch (event) {
      case 'message':
        this.messages.set(String(data.messageId), {
          from: String(data.from),
          body: String(data.body),
          ack: 0,
          isRevoked: false,
        });
        await this.provider?.sendMessage(sessionId, String(data.from), `Recebido: ${String(data.body)}`);
        return;
      case 'message_create':
        if (!this.messages.has(String(data.id)))
          this.messages.set(String(data.id), {
            from: String(data.from),
            body: String(data.body),
            ack: 0,
            isRevoked: false,
          });
        return;
      case 'message_ack':
        if (row !== undefined) row.ack = Math.max(row.ack, Number(data.ack));
        return;
      case 'message_edit':
        if (row !== undefined) row.body = String(data.newBody);
        return;
      case 'message_revoke_everyone':
        if (row !== undefined) row.isRevoked = true;
        return;
      case 'session.status':
        this.session.status = String(data.status);
        return;
      case 'qr_code':
        this.session.qrCode = String(data.qrCode);
        return;
      case 'connection.status':
        this.session.connection = String(data.state);
        return;
      case 'disconnected':
        this.session.disconnected = String(data.reason);
        return;
      case 'change_battery':
        this.session.battery = Number(data.battery);
        return;
    }
  }
}

/** Its channel provider: the gateway's REST API behind the key header that the hub has always sent. */
export class WhatsAppProvider {
  readonly #url: string;
  readonly #key: string;

  constructor(gatewayUrl: string, key: string) {
    this.#url = gatewayUrl;
    this.#key = key;
  }

  createSession = (id: string) => this.#call('POST', '/sessions', { id });
  deleteSession = (id: string) => this.#call('DELETE', `/sessions/${id}`);
  getSessionStatus = (id: string) => this.#call('GET', `/sessions/${id}`);
  listSessions = () => this.#call('GET', '/sessions');
  getQr = (id: string) => this.#call('GET', `/sessions/${id}/qr`);
  getMessages = (id: string) => this.#call('GET', `/sessions/${id}/messages`);
  getContacts = (id: string) => this.#call('GET', `/sessions/${id}/contacts`);
  syncContacts = (id: string) => this.#call('POST', `/sessions/${id}/contacts/sync`);
  sendMessage = (id: string, to: string, text: string) =>
    this.#call('POST', `/sessions/${id}/messages`, { to, text });

  /** `GET /health…`, as its monitoring asks. */
  async health(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.#url}${path}`, { headers: this.#headers() });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async #call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: { ...this.#headers(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  #headers = () => ({ 'x-28web-gateway-key': this.#key });
}
