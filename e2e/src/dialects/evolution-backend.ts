import { type BackendServer, startBackendServer } from './backend-server.ts';

/**
 * The backend of the document about one instance for each user: a manager that makes and connects the user's instance at Evolution API, a
 * handler of its webhooks, notices to the user's browser, and a monitor that reconnects. What it asks, expects and reads is the document's.
 */

/** What the user's browser is sent over its socket. */
export interface Notice {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface WebhookBody {
  readonly event: string;
  readonly instance: { readonly instanceName: string };
  readonly data: Readonly<Record<string, unknown>>;
}

interface Message {
  readonly key: { readonly remoteJid: string; readonly fromMe: boolean; readonly id: string };
  readonly message: { readonly conversation?: string };
}

/** The row of the table `whatsapp_instances`. */
interface Row {
  readonly instanceName: string;
  failures: number;
}

const ALERT_THRESHOLD = 2;
const MAX_CONSECUTIVE_FAILURES = 3;

export class InstanceBackend {
  /** By user. */
  readonly rows = new Map<string, Row>();
  readonly notices: Notice[] = [];
  readonly webhooks: WebhookBody[] = [];
  readonly #evolutionUrl: string;
  readonly #apiKey: string;
  #server: BackendServer | undefined;

  constructor(evolutionUrl: string, apiKey: string) {
    this.#evolutionUrl = evolutionUrl;
    this.#apiKey = apiKey;
  }

  async listen(): Promise<void> {
    this.#server = await startBackendServer({
      '/api/webhook/whatsapp': (request) => this.#onWebhook(request),
    });
  }

  close(): void {
    this.#server?.close();
  }

  /** What happens when the user clicks on "Conectar WhatsApp". */
  async connectUserWhatsApp(userId: string) {
    const { instanceName } = await this.ensureUserInstance(userId);
    return this.call('GET', `/instance/connect/${instanceName}`);
  }

  async ensureUserInstance(userId: string): Promise<Row> {
    return this.rows.get(userId) ?? this.#createUserInstance(userId);
  }

  async #createUserInstance(userId: string): Promise<Row> {
    const instanceName = `user_${userId}`;
    const { status } = await this.call('POST', '/instance/create', { instanceName });
    // One that the database has forgotten is there already.
    if (status !== 201 && status !== 403) throw new Error(`the instance was answered with ${status}`);
    await this.call('POST', `/webhook/set/${instanceName}`, {
      webhook: {
        enabled: true,
        url: `${this.#server?.origin}/api/webhook/whatsapp`,
        byEvents: false,
        base64: true,
        events: ['QRCODE_UPDATED', 'CONNECTION_UPDATE', 'MESSAGES_UPSERT', 'MESSAGES_UPDATE', 'SEND_MESSAGE'],
      },
    });
    const row = { instanceName, failures: 0 };
    this.rows.set(userId, row);
    return row;
  }

  /** A round of the health monitor. */
  async check(userId: string): Promise<void> {
    const row = await this.ensureUserInstance(userId);
    const { body } = await this.call('GET', `/instance/connectionState/${row.instanceName}`);
    const { state } = (body as { instance: { state: string } }).instance;
    row.failures = state === 'open' ? 0 : row.failures + 1;
    if (row.failures === ALERT_THRESHOLD) this.#notify(row, 'alert', { message: 'WhatsApp desconectado ⚠' });
    if (row.failures < MAX_CONSECUTIVE_FAILURES) return;
    await this.connectUserWhatsApp(userId);
    row.failures = 0;
  }

  async call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(this.#evolutionUrl + path, {
      method,
      headers: {
        apikey: this.#apiKey,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  async #onWebhook(request: Request): Promise<Response> {
    const webhook = (await request.json()) as WebhookBody;
    this.webhooks.push(webhook);
    const row = [...this.rows.values()].find(
      ({ instanceName }) => instanceName === webhook.instance.instanceName,
    );
    if (row !== undefined) await this.#process(row, webhook);
    return Response.json({ success: true });
  }

  async #process(row: Row, { event, data }: WebhookBody): Promise<void> {
    switch (event) {
      case 'qrcode.updated':
        return this.#notify(row, 'qrcode', { qrCode: data.qrcode, status: 'waiting_qr' });
      case 'connection.update':
        if (data.status === 'open') this.#notify(row, 'status', { message: 'Conectado! ✅' });
        return undefined;
      case 'messages.upsert':
        return this.#reply(row, data as unknown as Message);
      default:
        return undefined;
    }
  }

  async #reply(row: Row, { key, message }: Message): Promise<void> {
    this.#notify(row, 'message', { text: message.conversation, from: key.remoteJid });
    if (key.fromMe) return;
    const text = `IA: ${message.conversation}`;
    const { body } = await this.call('POST', `/message/sendText/${row.instanceName}`, {
      number: key.remoteJid,
      text,
    });
    this.#notify(row, 'sent', { id: (body as Message).key.id, to: (body as Message).key.remoteJid });
  }

  #notify({ instanceName }: Row, type: string, data: object): void {
    this.notices.push({ type, data: { instanceName, ...data } });
  }

  noticed(type: string): Notice['data'][] {
    return this.notices.filter((notice) => notice.type === type).map(({ data }) => data);
  }

  /** `data` of the webhooks of one event. */
  told(event: string): WebhookBody['data'][] {
    return this.webhooks.filter((webhook) => webhook.event === event).map(({ data }) => data);
  }
}
