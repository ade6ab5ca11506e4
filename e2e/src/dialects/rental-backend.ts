import { createHmac } from 'node:crypto';
import { type BackendServer, startBackendServer } from './backend-server.ts';

/**
 * The backend of the tenant guide: its settings page starts a session and polls its status, its webhook handler keeps the QR code and
 * has an agent answer messages. What it sends, expects and checks is what the guide's own code does.
 */

export interface WebhookBody {
  readonly event: string;
  readonly tenantId: string;
  readonly data: Record<string, unknown>;
}

export class RentalBackend {
  readonly webhooks: WebhookBody[] = [];
  /** What the handler refused, and what came without a signature. */
  refused = 0;
  unsigned = 0;
  /** Whose messages the agent answers. */
  readonly agentOf = new Set<string>();
  gatewayUrl = '';
  readonly apiKey: string;
  readonly #secret: string;
  #server: BackendServer | undefined;

  constructor(apiKey: string, secret: string) {
    this.apiKey = apiKey;
    this.#secret = secret;
  }

  /** Returns what stands in LOCAI_WEBHOOK_URL: the origin alone. */
  async listen(): Promise<string> {
    this.#server = await startBackendServer({
      '/api/webhook/whatsapp-microservice': (request) => this.#handleWebhook(request),
    });
    return this.#server.origin;
  }

  close(): void {
    this.#server?.close();
  }

  start(tenantId: string): Promise<Response> {
    return fetch(`${this.gatewayUrl}/api/v1/sessions/${tenantId}/start`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.apiKey}`, 'X-Tenant-ID': tenantId },
    });
  }

  async status(tenantId: string, apiKey = this.apiKey): Promise<Response> {
    return fetch(`${this.gatewayUrl}/api/v1/sessions/${tenantId}/status`, {
      headers: { Authorization: `Bearer ${apiKey}` },
    });
  }

  async sendMessage(tenantId: string, phoneNumber: string, message: string, mediaUrl?: string) {
    const response = await fetch(`${this.gatewayUrl}/api/v1/messages/${tenantId}/send`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${this.apiKey}`,
        'X-Tenant-ID': tenantId,
      },
      body: JSON.stringify({ to: phoneNumber, message, type: mediaUrl ? 'image' : 'text', mediaUrl }),
    });
    return response.ok;
  }

  async #handleWebhook(request: Request): Promise<Response> {
    const body = (await request.json()) as WebhookBody;
    const signature = request.headers.get('X-Webhook-Signature');
    if (signature === null) this.unsigned += 1;
    if (signature) {
      const expected = createHmac('sha256', this.#secret).update(JSON.stringify(body)).digest('hex');
      if (signature !== expected) {
        this.refused += 1;
        return Response.json({ error: 'Invalid signature' }, { status: 401 });
      }
    }
    this.webhooks.push(body);
    if (body.event === 'message') await this.#processIncomingMessage(body.tenantId, body.data);
    return Response.json({ success: true });
  }

  async #processIncomingMessage(tenantId: string, data: Record<string, unknown>): Promise<void> {
    if (!this.agentOf.has(tenantId)) return;
    await this.sendMessage(tenantId, String(data.from), `Sofia: ${String(data.message)}`);
  }

  /** What its status service was told of a tenant. */
  told(tenantId: string, event: string): Record<string, unknown>[] {
    return this.webhooks
      .filter((webhook) => webhook.tenantId === tenantId && webhook.event === event)
      .map(({ data }) => data);
  }
}
