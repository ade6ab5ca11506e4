import { setTimeout as sleep } from 'node:timers/promises';
import { messageSchema } from '@wagw/shared/messages/message-schema';
import { qrSchema, sessionSchema } from '@wagw/shared/sessions/session-schema';
import { z } from 'zod';

const RETRY_MS = 250;
const RETRIES = 120;

/** An answer that is not a success. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, problem: unknown) {
    const { code = '', detail = '' } = (problem ?? {}) as { code?: string; detail?: string };
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}

/** The API as a careful customer calls it: while it is away, the same request is sent again. */
export function createApiClient(baseUrl: string, apiKey: string) {
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await fetch(`${baseUrl}/api/v1${path}`, {
          method,
          headers: {
            'x-gateway-key': apiKey,
            ...headers,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const answer: unknown = await response.json();
        if (response.ok) return answer;
        const problem = new AnswerError(response.status, answer);
        // The first request of this key may have died with its api: it is free again soon.
        const passes = response.status >= 500 || problem.code === 'idempotency_key_in_use';
        if (!passes || attempt >= RETRIES) throw problem;
      } catch (error) {
        if (error instanceof AnswerError || attempt >= RETRIES) throw error;
      }
      await sleep(RETRY_MS);
    }
  }

  const session = (id: string) => `/sessions/${encodeURIComponent(id)}`;
  return {
    /** Any other request, by its path under `/api/v1`. @throws AnswerError */
    call: (method: string, path: string, body?: object) =>
      call(method, path, body) as Promise<Record<string, unknown>>,
    async startSession(id: string) {
      await call('POST', `${session(id)}/start`);
    },
    async session(id: string) {
      return sessionSchema.parse(await call('GET', session(id)));
    },
    async sessions() {
      return z.object({ items: z.array(sessionSchema) }).parse(await call('GET', '/sessions')).items;
    },
    async control(id: string, what: 'stop' | 'restart' | 'logout') {
      return sessionSchema.parse(await call('POST', `${session(id)}/${what}`));
    },
    async deleteSession(id: string) {
      await call('DELETE', session(id));
    },
    async qr(id: string) {
      return qrSchema.parse(await call('GET', `${session(id)}/qr`));
    },
    async pairingCode(id: string, phone: string) {
      return z
        .object({ code: z.string() })
        .parse(await call('POST', `${session(id)}/pairing-code`, { phone })).code;
    },
    /** Under the same key a repeated call is one message. */
    async send(id: string, message: Readonly<Record<string, unknown>>, idempotencyKey: string) {
      return messageSchema.parse(
        await call('POST', `${session(id)}/messages`, message, { 'idempotency-key': idempotencyKey }),
      );
    },
    async message(id: string, messageId: string) {
      return messageSchema.parse(await call('GET', `${session(id)}/messages/${messageId}`));
    },
  };
}

export type ApiClient = ReturnType<typeof createApiClient>;
