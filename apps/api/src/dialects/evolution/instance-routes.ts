import { ApiError } from '@wagw/shared/errors/problem';
import { keys } from '@wagw/shared/redis/keys';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { pairingRequestSchema } from '@wagw/shared/sessions/session-schema';
import {
  listSessionIds,
  loadSession,
  loadSessions,
  type SessionRecord,
  wishSession,
} from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import type { App, AppParts } from '../../app.ts';
import { watch } from '../../plugins/waiting.ts';
import { createNew, mustBeFree } from '../../sessions/new-session.ts';
import { ownSession, sessionOf } from '../../sessions/session-of.ts';
import { asEvolution } from './as-evolution.ts';
import { connectionWord, createdAnswer, DONE, instanceAnswer, stateAnswer } from './instance-answers.ts';
import { endInstanceKey, makeInstanceKey } from './instance-key.ts';
import { linkingOf } from './linking.ts';
import { instanceParams } from './names.ts';
import { keepWebhook, removeWebhook, webhookSchema } from './webhook-settings.ts';

/** Instances, which are sessions: their names are the ids (source: evolution-api v2, src/api/routes/instance.router.ts). */

/** How long the end waits for the logout and the browser, so that the name is free when it is answered. */
const END_WAIT_MS = 15_000;
const SESSIONS_AT_ONCE = 200;

const phone = pairingRequestSchema.shape.phone;

const creation = z.object({
  instanceName: sessionIdSchema,
  integration: z
    .string()
    .nullish()
    .refine((given) => !given || given === 'WHATSAPP-BAILEYS', 'must be WHATSAPP-BAILEYS'),
  qrcode: z.boolean().nullish(),
  number: z
    .string()
    .nullish()
    .transform((text) => text || undefined)
    .pipe(phone.optional()),
  token: z
    .string()
    .nullish()
    .refine((token) => !token, 'cannot be chosen; leave it out, and use the `hash` of the answer'),
  webhook: webhookSchema.partial({ url: true }).nullish(),
  // To connect without the proxy that was asked for could cost the account.
  proxyHost: z
    .string()
    .nullish()
    .refine((host) => !host, 'is not supported: the operator sets the proxy of a worker'),
  chatwootAccountId: z
    .unknown()
    .optional()
    .refine((id) => !id, 'is not supported: Chatwoot is not enabled'),
});

export async function instanceRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis } = parts;
  const ofInstance = { session: 'instanceName', problemMembers: asEvolution };

  app.post(
    '/instance/create',
    {
      config: { scope: 'manage', problemMembers: asEvolution, shownOnce: 'hash' },
      schema: { hide: true, body: creation },
    },
    async (request, reply) => {
      const { body, caller, seed } = request;
      const id = body.instanceName;
      const tenantId = caller.tenantId ?? id;
      await mustBeFree(redis, id, seed);
      const { url, ...webhook } = body.webhook ?? {};
      // Before the session, so that it is told of its first event.
      await removeWebhook(redis, { id, tenantId });
      const endpoint = url
        ? await keepWebhook(parts, { id, tenantId }, { ...webhook, url }, '/webhook/url')
        : undefined;
      const start = body.qrcode === true;
      await createNew(redis, seed, { id, tenantId, start, metadata: {} });
      const hash = await makeInstanceKey(redis, caller, id, seed);
      const qrcode = start ? await linkingOf(redis, id, body.number, app.closing) : undefined;
      return reply.code(201).send(createdAnswer(await sessionOf(redis, id), hash, endpoint, qrcode));
    },
  );

  app.get(
    '/instance/connect/:instanceName',
    {
      config: { scope: 'manage', ...ofInstance },
      schema: { hide: true, params: instanceParams, querystring: z.object({ number: phone.optional() }) },
    },
    async ({ sessionId, query }) => {
      const session = await sessionOf(redis, sessionId);
      if (connectionWord(session) === 'open') return stateAnswer(session);
      await wishSession(redis, sessionId, { desired: 'running' });
      return linkingOf(redis, sessionId, query.number, app.closing);
    },
  );

  app.get(
    '/instance/connectionState/:instanceName',
    { config: { scope: 'read', ...ofInstance }, schema: { hide: true, params: instanceParams } },
    async ({ sessionId }) => stateAnswer(await sessionOf(redis, sessionId)),
  );

  app.get(
    '/instance/fetchInstances',
    {
      config: { scope: 'read', problemMembers: asEvolution },
      schema: {
        hide: true,
        querystring: z.object({
          instanceName: z.string().optional(),
          instanceId: z.string().optional(),
          number: z.string().optional(),
        }),
      },
    },
    async ({ caller, query: { instanceName, instanceId, number } }) => {
      const name = instanceName || instanceId;
      const sessions = name ? [await ownSession(redis, caller, name)] : await allOf(redis, caller);
      const wanted = number ? sessions.filter(({ account }) => account?.phone === number) : sessions;
      return Promise.all(
        wanted.map(async (session) => instanceAnswer(session, await countsOf(redis, session))),
      );
    },
  );

  app.delete(
    '/instance/logout/:instanceName',
    { config: { scope: 'manage', ...ofInstance }, schema: { hide: true, params: instanceParams } },
    async ({ sessionId }) => {
      await mustBeConnected(sessionId);
      await wishSession(redis, sessionId, { desired: 'stopped', request: 'logout' });
      return DONE('Instance logged out');
    },
  );

  app.delete(
    '/instance/delete/:instanceName',
    { config: { scope: 'manage', ...ofInstance }, schema: { hide: true, params: instanceParams } },
    async ({ sessionId }) => {
      // What is delivered to its webhook ends when all is.
      await sessionOf(redis, sessionId);
      await wishSession(redis, sessionId, { desired: 'stopped', request: 'delete' });
      await watch(
        () => loadSession(redis, sessionId),
        (session) => session === undefined,
        END_WAIT_MS,
        app.closing,
      );
      await endInstanceKey(redis, sessionId);
      return DONE('Instance deleted');
    },
  );

  app.route({
    // Newer and older ones.
    method: ['POST', 'PUT'],
    url: '/instance/restart/:instanceName',
    config: { scope: 'manage', ...ofInstance },
    schema: { hide: true, params: instanceParams },
    async handler({ sessionId }) {
      await mustBeConnected(sessionId);
      await wishSession(redis, sessionId, { desired: 'running', request: 'restart' });
      return stateAnswer(await sessionOf(redis, sessionId));
    },
  });

  /** @throws ApiError when nothing runs that could be ended or begun anew */
  async function mustBeConnected(id: string): Promise<void> {
    if (connectionWord(await sessionOf(redis, id)) === 'close') throw new ApiError('session_not_ready');
  }
}

/** All that the caller sees. */
async function allOf(redis: Redis, { tenantId }: Caller): Promise<SessionRecord[]> {
  const found: SessionRecord[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const ids: string[] = await listSessionIds(redis, cursor, SESSIONS_AT_ONCE, tenantId ?? undefined);
    found.push(...(await loadSessions(redis, ids)));
    cursor = ids.length < SESSIONS_AT_ONCE ? undefined : ids.at(-1);
  }
  return found;
}

async function countsOf(redis: Redis, { id }: SessionRecord) {
  const [messages, contacts] = await Promise.all([
    redis.zcard(keys.messages(id)),
    redis.zcard(keys.contactIds(id)),
  ]);
  return { messages, contacts };
}
