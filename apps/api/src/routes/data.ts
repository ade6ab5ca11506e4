import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { mentions, namesOfContact } from '@wagw/shared/data-care/contact-names';
import {
  type ErasureSubject,
  erasureSchema,
  readErasure,
  requestErasure,
  viewErasure,
} from '@wagw/shared/data-care/erasure-store';
import { sessionsOfTenant } from '@wagw/shared/data-care/tenant-sessions';
import { ApiError } from '@wagw/shared/errors/problem';
import { derivedId } from '@wagw/shared/messages/message-id';
import { parseRecipient } from '@wagw/shared/numbers/parse-recipient';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { App, AppParts } from '../app.ts';
import { exportLines } from '../data/export-lines.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { sessionParams } from './params.ts';

const tags = ['Data'];
const config = { scope: 'admin' } as const;

const tenantParams = z.object({ tenantId: sessionIdSchema });
const contactId = z
  .string()
  .min(1)
  .max(64)
  .describe('A phone number with its country code, or an id like 5511987654321@c.us, …@lid or …@g.us.');
const erasureParams = z.object({ erasureId: z.string().regex(/^[\w-]{1,64}$/) });
const response = { 202: erasureSchema };

const GOES_ON =
  'It goes on in a worker: ask at `Location`. At its end everything is searched, and what is found still is told.';

/** What is stored of a tenant or of a contact: handing it out, and erasing it. */
export async function dataRoutes(app: App, { redis, numbers }: AppParts): Promise<void> {
  app.delete(
    '/tenants/:tenantId',
    {
      config,
      schema: {
        tags,
        operationId: 'eraseTenant',
        summary: 'Erase everything of a tenant',
        description: `Its sessions are logged out and removed, with their messages, events, files and logins; so are its webhooks and keys. ${GOES_ON}`,
        params: tenantParams,
        response,
      },
    },
    async ({ params: { tenantId }, caller }, reply) =>
      erase(reply, { kind: 'tenant', tenantId: ownTenant(caller, tenantId) }),
  );

  app.delete(
    '/tenants/:tenantId/contacts/:contactId/data',
    {
      config,
      schema: {
        tags,
        operationId: 'eraseContactOfTenant',
        summary: 'Erase what is stored of a contact in all sessions of a tenant',
        description: GOES_ON,
        params: tenantParams.extend({ contactId }),
        response,
      },
    },
    async ({ params, caller }, reply) =>
      erase(reply, {
        kind: 'contact',
        tenantId: ownTenant(caller, params.tenantId),
        sessionId: undefined,
        contactId: chatOf(params.contactId),
      }),
  );

  app.delete(
    '/sessions/:id/contacts/:contactId/data',
    {
      config,
      schema: {
        tags,
        operationId: 'eraseContact',
        summary: 'Erase what is stored of a contact in a session',
        description: `Messages, files, numbers and names go; events keep their places in the log, without what they told. ${GOES_ON}`,
        params: sessionParams.extend({ contactId }),
        response,
      },
    },
    async ({ params }, reply) => {
      const { id: sessionId, tenantId } = await sessionOf(redis, params.id);
      return erase(reply, { kind: 'contact', tenantId, sessionId, contactId: chatOf(params.contactId) });
    },
  );

  app.get(
    '/erasures/:erasureId',
    {
      config,
      schema: {
        tags,
        operationId: 'getErasure',
        summary: 'See how far an erasure is',
        description: 'For thirty days after its end.',
        params: erasureParams,
        response: { 200: erasureSchema },
      },
    },
    async ({ params, caller }) => {
      const record = await readErasure(redis, params.erasureId);
      const isSeen = caller.tenantId === null || caller.tenantId === record?.tenantId;
      if (record === undefined || !isSeen) throw new ApiError('erasure_not_found');
      return viewErasure(record);
    },
  );

  app.get(
    '/tenants/:tenantId/export',
    {
      config,
      exposeHeadRoute: false,
      // It lasts as long as somebody takes it; one who takes nothing is cut off as on every route.
      handlerTimeout: EXPORT_TIMEOUT_MS,
      schema: {
        tags,
        operationId: 'exportTenant',
        summary: 'Get everything that is stored of a tenant, or of a contact of its',
        description:
          'Lines of JSON, each with its `kind`: export, webhook, session, contact, message, event, and at last end. Without that last line it is not whole.',
        params: tenantParams,
        querystring: z.strictObject({
          contact: contactId.optional().describe('Only what names this contact, by number or id.'),
        }),
      },
    },
    async ({ params, query, caller }, reply) => {
      const tenantId = ownTenant(caller, params.tenantId);
      const id = query.contact === undefined ? undefined : chatOf(query.contact);
      const sessionIds = await sessionsOfTenant(redis, tenantId);
      const contact =
        id === undefined ? undefined : { id, names: mentions(await namesOfContact(redis, sessionIds, id)) };
      const lines = exportLines(redis, { tenantId, sessionIds, contact }, Date.now());
      return reply
        .header('content-type', 'application/x-ndjson')
        .header('content-disposition', 'attachment; filename="export.ndjson"')
        .send(Readable.from(lines, { highWaterMark: LINES_AHEAD }));
    },
  );

  async function erase(reply: FastifyReply, subject: ErasureSubject) {
    const record = await requestErasure(redis, derivedId('era', randomUUID()), subject, Date.now());
    return reply.code(202).header('location', `/api/v1/erasures/${record.id}`).send(viewErasure(record));
  }

  /** @throws ApiError when it is nobody that WhatsApp could know */
  function chatOf(text: string): string {
    const recipient = parseRecipient(text, numbers);
    if (recipient.kind === 'none') throw new ApiError(recipient.code, recipient.detail);
    return recipient.chatId;
  }
}

const LINES_AHEAD = 16;
const EXPORT_TIMEOUT_MS = 6 * 3_600_000;

/** Of another tenant a caller does not even learn whether there is one. @throws ApiError */
function ownTenant({ tenantId }: Caller, asked: string): string {
  if (tenantId !== null && tenantId !== asked) throw new ApiError('tenant_not_found');
  return asked;
}
