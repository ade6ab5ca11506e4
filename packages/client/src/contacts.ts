import { type Gateway, initOf, itemsOf, outcomeOf } from './api.ts';
import type { Contact, paths } from './schema.ts';
import type { CallOptions } from './transport.ts';

type Checked =
  paths['/api/v1/sessions/{id}/numbers/check']['post']['responses'][200]['content']['application/json'];

/** The people of a session. */
export interface Contacts {
  /** Every contact, read by pages; the first list of a session takes as long as reading them from WhatsApp. */
  list(session: string, options?: CallOptions): AsyncGenerator<Contact, void, undefined>;
  /** Reads them from WhatsApp anew. */
  sync(session: string, options?: CallOptions): Promise<void>;
  get(session: string, id: string, options?: CallOptions): Promise<Contact>;
  /** Which of up to 100 numbers have an account. */
  checkNumbers(session: string, phones: readonly string[], options?: CallOptions): Promise<Checked>;
}

export function createContacts(gateway: Gateway): Contacts {
  const { api } = gateway;
  const init = (options: CallOptions | undefined) => initOf(gateway, options);

  return {
    list: (id, options) =>
      itemsOf((cursor) => {
        const query = { ...(cursor === undefined ? {} : { cursor }), limit: 200 };
        const params = { path: { id }, query };
        const call = api.GET('/api/v1/sessions/{id}/contacts', { params, ...init(options) });
        return outcomeOf(gateway, id, call, options);
      }),

    async sync(id, options) {
      const call = api.POST('/api/v1/sessions/{id}/contacts/sync', {
        params: { path: { id } },
        ...init(options),
      });
      await outcomeOf(gateway, id, call, options);
    },

    async get(id, contactId, options) {
      const params = { path: { id, contactId } };
      const call = api.GET('/api/v1/sessions/{id}/contacts/{contactId}', { params, ...init(options) });
      return outcomeOf(gateway, id, call, options);
    },

    async checkNumbers(id, phones, options) {
      const call = api.POST('/api/v1/sessions/{id}/numbers/check', {
        params: { path: { id } },
        body: { phones: [...phones] },
        ...init(options),
      });
      return outcomeOf(gateway, id, call, options);
    },
  };
}
