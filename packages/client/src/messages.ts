import { dataOf, type Gateway, initOf, itemsOf, outcomeOf, type WaitOptions } from './api.ts';
import type { Message, SendMessage } from './schema.ts';
import type { CallOptions } from './transport.ts';

/** Sending, and what can be done with a message. */
export interface Messages {
  /**
   * Accepts a message for sending. Whatever happens on the way to the gateway, one call is one message.
   * @param options `wait` waits so many seconds for the acknowledgement of WhatsApp's server, or another outcome
   * @throws GatewayError, UnreachableError; after the latter the message may have been accepted: repeat it with the same key
   */
  send(session: string, message: SendMessage, options?: WaitOptions): Promise<Message>;
  get(session: string, id: string, options?: CallOptions): Promise<Message>;
  /** The newest first, read by pages. */
  list(
    session: string,
    filter?: MessageFilter,
    options?: CallOptions,
  ): AsyncGenerator<Message, void, undefined>;
  edit(session: string, id: string, text: string, options?: CallOptions): Promise<void>;
  /** One that still waits is cancelled. */
  delete(session: string, id: string, from?: 'everyone' | 'me', options?: CallOptions): Promise<void>;
  /** @param emoji empty takes the reaction back */
  react(session: string, id: string, emoji: string, options?: CallOptions): Promise<void>;
  /** @returns the new message */
  forward(session: string, id: string, to: string, options?: WaitOptions): Promise<Message>;
}

export interface MessageFilter {
  /** A phone number or WhatsApp id. */
  readonly chat?: string;
  readonly direction?: Message['direction'];
  readonly status?: NonNullable<Message['status']>;
  /** ISO 8601 times with their zones. */
  readonly since?: string;
  readonly until?: string;
}

export function createMessages(gateway: Gateway): Messages {
  const { api } = gateway;
  const init = (options: WaitOptions | undefined) => initOf(gateway, options);
  const at = (id: string, messageId: string) => ({ path: { id, messageId } });

  return {
    send: (id, body, options) =>
      dataOf(
        api.POST('/api/v1/sessions/{id}/messages', { params: { path: { id } }, body, ...init(options) }),
      ),

    get: (session, id, options) =>
      dataOf(
        api.GET('/api/v1/sessions/{id}/messages/{messageId}', { params: at(session, id), ...init(options) }),
      ),

    list: (id, filter = {}, options) =>
      itemsOf((cursor) => {
        const query = { ...filter, ...(cursor === undefined ? {} : { cursor }), limit: 200 };
        const params = { path: { id }, query };
        return dataOf(api.GET('/api/v1/sessions/{id}/messages', { params, ...init(options) }));
      }),

    async edit(session, id, text, options) {
      const params = at(session, id);
      const call = api.PATCH('/api/v1/sessions/{id}/messages/{messageId}', {
        params,
        body: { text },
        ...init(options),
      });
      await outcomeOf(gateway, session, call, options);
    },

    async delete(session, id, from = 'everyone', options) {
      const params = { ...at(session, id), query: { for: from } };
      const call = api.DELETE('/api/v1/sessions/{id}/messages/{messageId}', { params, ...init(options) });
      await outcomeOf(gateway, session, call, options);
    },

    async react(session, id, emoji, options) {
      const params = at(session, id);
      const call = api.POST('/api/v1/sessions/{id}/messages/{messageId}/reactions', {
        params,
        body: { emoji },
        ...init(options),
      });
      await outcomeOf(gateway, session, call, options);
    },

    forward: (session, id, to, options) =>
      dataOf(
        api.POST('/api/v1/sessions/{id}/messages/{messageId}/forward', {
          params: at(session, id),
          body: { to },
          ...init(options),
        }),
      ),
  };
}
