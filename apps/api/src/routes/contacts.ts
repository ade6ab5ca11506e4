import { commandSchema, contactSchema } from '@wagw/shared/commands/catalogue';
import { contactsSyncedAt, listContacts, loadContact } from '@wagw/shared/contacts/contact-cache';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { answerBySession, answerWith } from '../commands/ask-session.ts';
import { doneSchema } from '../done.ts';
import { personOf } from '../messages/people.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { pageQuery } from './page.ts';
import { sessionParams } from './params.ts';

const tags = ['Contacts'];

const contactParams = sessionParams.extend({
  contactId: z.string().min(1).max(64).describe('A phone number or WhatsApp id.'),
});

const pageSchema = z.object({
  items: z.array(contactSchema),
  nextCursor: z.string().nullable(),
  syncedAt: z.iso.datetime().describe('When they were read from WhatsApp.'),
});

/**
 * The people of a session. Lists come from what the last sync read, which the first list asks for by itself; `contacts/sync`
 * reads them anew.
 */
export async function contactRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis } = parts;
  const contactOf = ({ id, contactId }: z.infer<typeof contactParams>) =>
    personOf(redis, id, contactId, 'contactId', parts.numbers);

  async function page(
    sessionId: string,
    { cursor = '', limit }: z.infer<typeof pageQuery>,
    syncedAt: number,
  ) {
    const items = await listContacts(redis, sessionId, cursor, limit);
    return {
      items,
      nextCursor: items.length < limit ? null : (items.at(-1)?.id ?? null),
      syncedAt: new Date(syncedAt).toISOString(),
    };
  }

  app.get(
    '/sessions/:id/contacts',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listContacts',
        summary: 'List the contacts, as the last sync read them',
        params: sessionParams,
        querystring: pageQuery,
        response: { 200: pageSchema, 202: commandSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await sessionOf(redis, id);
      const syncedAt = await contactsSyncedAt(redis, id);
      if (syncedAt !== undefined) return page(id, request.query, syncedAt);
      const question = { command: 'contacts.sync', input: {} } as const;
      return answerWith(parts, request, reply, question, () => page(id, request.query, Date.now()));
    },
  );

  app.post(
    '/sessions/:id/contacts/sync',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'syncContacts',
        summary: 'Read the contacts anew from WhatsApp',
        params: sessionParams,
        response: { 200: z.object({ contacts: z.int() }), 202: commandSchema },
      },
    },
    (request, reply) => answerBySession(parts, request, reply, { command: 'contacts.sync', input: {} }),
  );

  app.get(
    '/sessions/:id/contacts/:contactId',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getContact',
        summary: 'See a contact',
        params: contactParams,
        querystring: z.strictObject({
          refresh: z
            .enum(['true', 'false'])
            .default('false')
            .describe('Ask WhatsApp although the contact is known here.'),
        }),
        response: { 200: contactSchema, 202: commandSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await sessionOf(redis, id);
      const contactId = await contactOf(request.params);
      const known = request.query.refresh === 'true' ? undefined : await loadContact(redis, id, contactId);
      if (known !== undefined) return known;
      const question = { command: 'contact.get', input: { id: contactId } } as const;
      return answerBySession(parts, request, reply, question);
    },
  );

  app.get(
    '/sessions/:id/contacts/:contactId/picture',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getContactPicture',
        summary: 'Get the URL of a profile picture',
        params: contactParams,
        response: {
          200: z.object({ url: z.string().nullable().describe('Can be fetched for some time.') }),
          202: commandSchema,
        },
      },
    },
    async (request, reply) => {
      const input = { id: await contactOf(request.params) };
      return answerBySession(parts, request, reply, { command: 'contact.picture', input });
    },
  );

  const setBlocked = async (request: FastifyRequest, reply: FastifyReply, isBlocked: boolean) => {
    const input = { id: await contactOf(contactParams.parse(request.params)), isBlocked };
    return answerBySession(parts, request, reply, { command: 'contact.block', input });
  };
  const config = { scope: 'send' } as const;
  const schema = { tags, params: contactParams, response: { 200: doneSchema, 202: commandSchema } };
  app.post(
    '/sessions/:id/contacts/:contactId/block',
    { config, schema: { ...schema, operationId: 'blockContact', summary: 'Block a contact' } },
    (request, reply) => setBlocked(request, reply, true),
  );
  app.post(
    '/sessions/:id/contacts/:contactId/unblock',
    { config, schema: { ...schema, operationId: 'unblockContact', summary: 'Unblock a contact' } },
    (request, reply) => setBlocked(request, reply, false),
  );
}
