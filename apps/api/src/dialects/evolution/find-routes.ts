import {
  type Contact,
  contactsSyncedAt,
  listContacts,
  loadContact,
} from '@wagw/shared/contacts/contact-cache';
import { listMessages, type MessageFilter } from '@wagw/shared/messages/message-list';
import type { AnyMessage } from '@wagw/shared/messages/message-record';
import { loadAnyMessage } from '@wagw/shared/messages/message-store';
import { readLids } from '@wagw/shared/numbers/lid-store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { personOf } from '../../messages/people.ts';
import { sessionOf } from '../../sessions/session-of.ts';
import { asEvolution } from './as-evolution.ts';
import { ask } from './asking.ts';
import { chatAnswer, contactAnswer } from './chat-answers.ts';
import { messageAnswer } from './message-answers.ts';
import { recordIdOf } from './message-keys.ts';
import { instanceParams, jidIn, toRecipient } from './names.ts';

/** How many messages a search looks through, and how many chats and contacts a list has at most. */
const MAX_MESSAGES = 1_000;
const MAX_CHATS = 1_000;
const CONTACTS_AT_ONCE = 500;
const PAGE = 50;

const jid = z.string().max(64).nullish();
const whole = z.coerce.number().int().min(0).nullish();
/** `offset` is the size of a page there, `page` counts from 1. */
const paging = { page: whole, offset: whole };

const ofPerson = z
  .object({
    where: z.object({ remoteJid: jid, id: jid }).nullish(),
    take: whole,
    skip: whole,
    ...paging,
  })
  .nullish();

const ofMessages = z
  .object({
    where: z
      .object({
        key: z.object({ id: z.string().nullish(), remoteJid: jid, fromMe: z.boolean().nullish() }).nullish(),
      })
      .nullish(),
    ...paging,
  })
  .nullish();

/** Lists (source: evolution-api v2, src/api/services/channel.service.ts, fetchContacts, fetchChats and fetchMessages). */
export async function findRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, numbers } = parts;
  const config = { scope: 'read', session: 'instanceName', problemMembers: asEvolution } as const;
  const params = instanceParams;

  const chatOf = (sessionId: string, text: string) =>
    personOf(redis, sessionId, toRecipient(text), 'remoteJid', numbers);

  app.post(
    '/chat/findContacts/:instanceName',
    { config, schema: { hide: true, params, body: ofPerson } },
    async (request) => {
      const { sessionId, body } = request;
      const wanted = body?.where?.remoteJid || body?.where?.id;
      const found = wanted ? await oneContact(request, wanted) : await allContacts(request);
      return paged(found, body).map((contact) => contactAnswer(contact, sessionId));
    },
  );

  async function oneContact(request: FastifyRequest, jidOrNumber: string): Promise<Contact[]> {
    const id = await chatOf(request.sessionId, jidOrNumber);
    const known =
      (await loadContact(redis, request.sessionId, id)) ??
      (await ask(parts, request, { command: 'contact.get', input: { id } }));
    return known === null ? [] : [known];
  }

  async function allContacts(request: FastifyRequest): Promise<Contact[]> {
    const { sessionId } = request;
    if ((await contactsSyncedAt(redis, sessionId)) === undefined) {
      await ask(parts, request, { command: 'contacts.sync', input: {} });
    }
    const all: Contact[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const some: Contact[] = await listContacts(redis, sessionId, cursor, CONTACTS_AT_ONCE);
      all.push(...some);
      cursor = some.length < CONTACTS_AT_ONCE ? undefined : some.at(-1)?.id;
    }
    return all;
  }

  app.post(
    '/chat/findChats/:instanceName',
    { config, schema: { hide: true, params, body: ofPerson } },
    async (request) => {
      const { sessionId, body } = request;
      const wanted = body?.where?.remoteJid;
      const chat = wanted ? await chatOf(sessionId, wanted) : undefined;
      const input = { limit: MAX_CHATS };
      const { items } = await ask(parts, request, { command: 'chats.list', input });
      const ids = items.map(({ id }) => id);
      const lids = await readLids(redis, sessionId, chat === undefined ? ids : [chat, ...ids]);
      const all = items.map((each) => chatAnswer(each, lids, sessionId));
      const found = chat === undefined ? all : all.filter(({ remoteJid }) => remoteJid === jidIn(chat, lids));
      const skip = body?.skip ?? 0;
      return paged(found.slice(skip, body?.take ? skip + body.take : undefined), body);
    },
  );

  app.post(
    '/chat/findMessages/:instanceName',
    { config, schema: { hide: true, params, body: ofMessages } },
    async ({ sessionId, body }) => {
      const session = await sessionOf(redis, sessionId);
      const { id, remoteJid, fromMe } = body?.where?.key ?? {};
      const filter: MessageFilter = {
        ...(remoteJid ? { chatId: await chatOf(sessionId, remoteJid) } : {}),
        ...(typeof fromMe === 'boolean' ? { direction: fromMe ? 'outbound' : 'inbound' } : {}),
      };
      const found = id ? await oneMessage(sessionId, id) : await messagesOf(sessionId, filter);
      const size = body?.offset || PAGE;
      const page = Math.max(body?.page ?? 1, 1);
      const some = found.slice(size * (page - 1), size * page);
      const lids = await readLids(
        redis,
        sessionId,
        some.map(({ chatId }) => chatId),
      );
      const name = session.account?.name ?? '';
      return {
        messages: {
          total: found.length,
          pages: Math.ceil(found.length / size),
          currentPage: page,
          records: some.map((record) => messageAnswer(record, lids, name)),
        },
      };
    },
  );

  async function oneMessage(sessionId: string, whatsappId: string): Promise<AnyMessage[]> {
    const id = await recordIdOf(redis, sessionId, whatsappId);
    const record = id === undefined ? undefined : await loadAnyMessage(redis, sessionId, id);
    return record === undefined ? [] : [record];
  }

  /** The newest first. */
  async function messagesOf(sessionId: string, filter: MessageFilter): Promise<AnyMessage[]> {
    const { items } = await listMessages(redis, sessionId, filter, undefined, MAX_MESSAGES);
    return [...items];
  }
}

/** All, unless a page was asked for. */
function paged<T>(
  all: readonly T[],
  asked: { page?: number | null | undefined; offset?: number | null | undefined } | null | undefined,
): readonly T[] {
  const size = asked?.offset;
  if (!size) return all;
  const page = Math.max(asked?.page ?? 1, 1);
  return all.slice(size * (page - 1), size * page);
}
