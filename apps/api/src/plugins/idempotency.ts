import { createHash, randomBytes } from 'node:crypto';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Redis } from 'ioredis';
import { claimKey, endClaim, type KeptAnswer, type KeyedRequest } from './idempotency-store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What all ids that this request makes must follow from (`derivedId`). */
    seed: string;
    /** It may have been carried out before, in part or whole, without an answer. */
    isRepeat: boolean;
    keyed: KeyedRequest | undefined;
  }
  interface FastifyContextConfig {
    /** A field of answers, however deep, that is shown once: it is not kept, and null in the answer to a repetition. */
    shownOnce?: 'secret' | 'key' | 'token' | 'hash' | 'url';
  }
}

const KEY_FORM = /^[\x21-\x7e]{1,255}$/;
const KEPT_HEADERS = ['content-type', 'location', 'preference-applied'] as const;

/**
 * `Idempotency-Key` on every POST: the same request under the same key is carried out once, and answered with the same answer
 * for a day. Only answers of success are kept; after an error the same key may be tried again.
 */
export const idempotency = plugin(async (app, { redis }: { redis: Redis }) => {
  app.decorateRequest('seed', '');
  app.decorateRequest('isRepeat', false);
  app.decorateRequest('keyed', undefined);

  // After the validation, so that what cannot be valid leaves no trace.
  app.addHook('preHandler', async (request, reply) => {
    request.seed = randomBytes(18).toString('base64url');
    const keyed = keyedRequest(request);
    if (keyed === undefined) return undefined;
    const claimed = await claimKey(redis, keyed, request.seed);
    switch (claimed.claim) {
      case 'begin':
        request.seed = claimed.seed;
        request.isRepeat = claimed.isRepeat;
        request.keyed = keyed;
        return undefined;
      case 'answered':
        return replay(reply, claimed.answer);
      case 'running':
        void reply.header('retry-after', '1');
        throw new ApiError('idempotency_key_in_use');
      case 'other':
        throw new ApiError('idempotency_key_reused');
    }
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { keyed } = request;
    if (keyed === undefined) return;
    request.keyed = undefined;
    const isSuccess = reply.statusCode >= 200 && reply.statusCode < 300 && typeof payload === 'string';
    try {
      await endClaim(redis, keyed, isSuccess ? keep(request, reply, payload) : undefined);
    } catch (error) {
      // What was done stays done: a repetition finds it by the seed.
      request.log.warn({ err: error }, 'could not keep the answer to an Idempotency-Key');
    }
  });
});

function keyedRequest(request: FastifyRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return undefined;
  // Nobody is known whose key it could be.
  if (request.routeOptions.config.public === true) return undefined;
  if (typeof key !== 'string' || !KEY_FORM.test(key)) throw new ApiError('invalid_idempotency_key');
  const fingerprint = createHash('sha256')
    .update(`POST ${request.url}\n${request.bodyDigest ?? JSON.stringify(request.body ?? null)}`)
    .digest('base64url');
  return { scope: scopeOf(request), key, fingerprint };
}

/**
 * Elsewhere than in a session, which has one tenant, every tenant has keys of its own. So have those who come with a token: they are
 * people outside, and are told less.
 */
function scopeOf({ sessionId, caller, params }: FastifyRequest): string {
  const { id = '' } = params as { id?: string };
  const tenant = caller.tenantId ?? '';
  if (caller.token !== undefined) return `${tenant}/token/${id}`;
  return sessionId || `${tenant}/${id}`;
}

function keep(request: FastifyRequest, reply: FastifyReply, payload: string): KeptAnswer {
  const { shownOnce } = request.routeOptions.config;
  const body = shownOnce === undefined ? payload : without(shownOnce, payload);
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return { status: reply.statusCode, headers: Object.fromEntries(headers), body };
}

const without = (field: string, json: string): string =>
  JSON.stringify(JSON.parse(json, (key, value: unknown) => (key === field ? null : value)));

function replay(reply: FastifyReply, { status, headers, body }: KeptAnswer): FastifyReply {
  return reply
    .code(status)
    .headers(headers)
    .header('idempotent-replayed', 'true')
    .serializer((text: unknown) => String(text))
    .send(body);
}
