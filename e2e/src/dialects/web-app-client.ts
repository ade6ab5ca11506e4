/** The HTTP client of the microservice's README, with the variables that it names. */
export class WebAppClient {
  readonly #baseUrl: string;
  readonly #apiKey: string;

  constructor(baseUrl: string, apiKey: string) {
    this.#baseUrl = baseUrl;
    this.#apiKey = apiKey;
  }

  async startSession(tenantId: string): Promise<Record<string, unknown>> {
    return this.#post(`/api/v1/sessions/${tenantId}/start`);
  }

  async status(tenantId: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#baseUrl}/api/v1/sessions/${tenantId}/status`, {
      headers: this.#headers(),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  /** The next QR code by server-sent events, instead of polling. */
  async followQr(tenantId: string): Promise<string> {
    const url = `${this.#baseUrl}/api/v1/sessions/${tenantId}/events?event=qr_code&after=oldest`;
    const response = await fetch(url, { headers: { ...this.#headers(), Accept: 'text/event-stream' } });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const data = /^event: ?qr_code\n(?:.*\n)*?data: ?(.+)\n/m.exec(text)?.[1];
      if (data !== undefined) return (JSON.parse(data) as { data: { qrCode: string } }).data.qrCode;
    }
    throw new Error(`the stream ended: ${text}`);
  }

  async sendMessage(tenantId: string, to: string, message: string): Promise<Record<string, unknown>> {
    return this.#post(`/api/v1/messages/${tenantId}/send`, { to, message, type: 'text' });
  }

  async sendImage(tenantId: string, to: string, mediaUrl: string): Promise<Record<string, unknown>> {
    return this.#post(`/api/v1/messages/${tenantId}/send`, {
      to,
      message: 'Confira esta imagem',
      type: 'image',
      mediaUrl,
      caption: 'Legenda da imagem',
    });
  }

  async #post(path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.#baseUrl + path, {
      method: 'POST',
      headers: this.#headers(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  #headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.#apiKey}`, 'Content-Type': 'application/json' };
  }
}
