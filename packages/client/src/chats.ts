import { type Gateway, initOf, itemsOf, LONGEST_WAIT_S, outcomeOf } from './api.ts';
import type { Chat, PresenceUpdateEvent, StoredMessage } from './schema.ts';
import type { CallOptions } from './transport.ts';

/** What the other one of a chat is known to do. */
export interface Presence {
  /** null: WhatsApp has told nothing yet. */
  readonly state: PresenceUpdateEvent['data']['state'] | null;
  /** Unix seconds, of one who is away and does not hide it. */
  readonly lastSeen: number | null;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: T[];
  /** Leads to the next part; null: there is none. */
  readonly nextCursor: string | null;
}

export interface PageOptions extends CallOptions {
  /** `nextCursor` of the part before. */
  readonly cursor?: string | undefined;
  /** At most so many items, up to 500. */
  readonly limit?: number | undefined;
}

/** The chats of a session as WhatsApp Web has them. Those are asked of its connection: `session_not_ready` while there is none. */
export interface Chats {
  /** Every chat, the newest first, read by pages. */
  list(session: string, options?: CallOptions): AsyncGenerator<Chat, void, undefined>;
  /** A part of the list. */
  page(session: string, options?: PageOptions): Promise<Page<Chat>>;
  /** Messages of a chat: the newest, or those before a cursor; in both, the oldest first. @param chat a phone number or WhatsApp id */
  messages(session: string, chat: string, options?: PageOptions): Promise<Page<StoredMessage>>;
  /** Marks what came in as read. */
  markSeen(session: string, chat: string, options?: CallOptions): Promise<void>;
  archive(session: string, chat: string, archived: boolean, options?: CallOptions): Promise<void>;
  /** Asks for `presence.update` events from now on, until the connection ends. @returns what is known already */
  watchPresence(session: string, chat: string, options?: CallOptions): Promise<Presence>;
}

export function createChats(gateway: Gateway): Chats {
  const { api } = gateway;
  const init = (options: CallOptions | undefined) => initOf(gateway, { ...options, wait: LONGEST_WAIT_S });
  const at = (id: string, chatId: string) => ({ path: { id, chatId } });
  const partOf = ({ cursor, limit }: PageOptions) => ({
    ...(cursor === undefined ? {} : { cursor }),
    ...(limit === undefined ? {} : { limit }),
  });

  const chats: Chats = {
    list: (session, options) => itemsOf((cursor) => chats.page(session, { ...options, cursor, limit: 200 })),

    page(id, options = {}) {
      const params = { path: { id }, query: partOf(options) };
      const call = api.GET('/api/v1/sessions/{id}/chats', { params, ...init(options) });
      return outcomeOf(gateway, id, call, options);
    },

    messages(id, chat, options = {}) {
      const params = { ...at(id, chat), query: partOf(options) };
      const call = api.GET('/api/v1/sessions/{id}/chats/{chatId}/messages', { params, ...init(options) });
      return outcomeOf(gateway, id, call, options);
    },

    async markSeen(id, chat, options) {
      const params = at(id, chat);
      const call = api.POST('/api/v1/sessions/{id}/chats/{chatId}/seen', { params, ...init(options) });
      await outcomeOf(gateway, id, call, options);
    },

    async archive(id, chat, archived, options) {
      const call = api.POST('/api/v1/sessions/{id}/chats/{chatId}/archive', {
        params: at(id, chat),
        body: { archived },
        ...init(options),
      });
      await outcomeOf(gateway, id, call, options);
    },

    watchPresence(id, chat, options) {
      const params = at(id, chat);
      const call = api.POST('/api/v1/sessions/{id}/chats/{chatId}/presence', { params, ...init(options) });
      return outcomeOf(gateway, id, call, options);
    },
  };
  return chats;
}
