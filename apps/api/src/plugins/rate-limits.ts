import { ApiError } from '@wagw/shared/errors/problem';
import type { Metrics } from '@wagw/shared/observability/metrics';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { isProbe } from '../probes.ts';
import { addressGroup } from '../rate-limits/address-group.ts';
import { createLimiter, type Limiter, type Quota } from '../rate-limits/limiter.ts';
import { rateLimitHeaders } from '../rate-limits/rate-limit-headers.ts';
import { problemText } from './error-answers.ts';

/** Requests a minute; 0 is any number. */
export interface RateLimitSettings {
  readonly perKey: number;
  readonly perAddress: number;
  /** After so many wrong keys nobody whose key was not right before is let in from an address. */
  readonly wrongKeys: number;
  /** For how long Redis is waited for each time, in milliseconds. */
  readonly countMs?: number;
}

interface RateLimitParts {
  readonly redis: Redis;
  readonly metrics: Metrics;
  /** By default there are no limits. */
  readonly rateLimits?: RateLimitSettings;
}

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Counts a request for its caller. Routes that are public, and know theirs late, do it by themselves.
     * @throws ApiError when the key may not ask, or has asked too much
     */
    admit(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  }
  interface FastifyRequest {
    /** What was counted for this request so far. */
    quotas: readonly Quota[];
    /** The address may still try keys, or the caller is known there. */
    isAdmitted: boolean;
  }
}

const NO_LIMITS: RateLimitSettings = { perKey: 0, perAddress: 0, wrongKeys: 0 };

/** Who has come with a right key from where is remembered for this long after the last time. */
const KNOWN_MS = 3_600_000;
const MOST_KNOWN = 10_000;

/**
 * Limits for each address, for each key, and for wrong keys from an address, in this order; to be registered before the access control.
 * Health and metrics are answered whatever is used up, except by wrong keys.
 */
export const rateLimits = plugin(async (app, { redis, metrics, rateLimits = NO_LIMITS }: RateLimitParts) => {
  const limiter = (policy: string, limit: number): Limiter | undefined =>
    limit === 0 ? undefined : createLimiter(redis, policy, limit, rateLimits.countMs);
  const perKey = limiter('key', rateLimits.perKey);
  const perAddress = limiter('address', rateLimits.perAddress);
  const wrongKeys = limiter('wrong-keys', rateLimits.wrongKeys);
  const known = new LRUCache<string, true>({ max: MOST_KNOWN, ttl: KNOWN_MS, updateAgeOnGet: true });
  const refused = metrics.counter('rate_limited_total', 'Requests that were refused, by the limit.', [
    'policy',
  ]);
  app.decorateRequest('quotas', null as unknown as readonly Quota[]);
  app.decorateRequest('isAdmitted', false);

  function refuse(reply: FastifyReply, { policy, resetS, limit }: Quota): ApiError {
    refused.inc({ policy });
    void reply.header('retry-after', String(resetS));
    return new ApiError('rate_limited', `The limit \`${policy}\` is ${limit} a minute.`);
  }

  function tell(request: FastifyRequest, reply: FastifyReply, quota: Quota): void {
    request.quotas = [...request.quotas, quota];
    void reply.headers(rateLimitHeaders(request.quotas));
    if (quota.isExceeded) throw refuse(reply, quota);
  }

  app.addHook('onRequest', async (request, reply) => {
    request.quotas = [];
    if (perAddress === undefined || isProbe(request)) return;
    tell(request, reply, await perAddress.take(addressGroup(request.ip)));
  });

  // The caller is known now, and nothing of the body was read.
  app.addHook('preParsing', async (request, reply) => admit(request, reply));
  app.decorate('admit', admit);

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const exceeded = await shutOut(request);
    if (exceeded !== undefined) throw refuse(reply, exceeded);
    const keyId = keyIdOf(request);
    if (perKey === undefined || keyId === undefined || isProbe(request)) return;
    tell(request, reply, await perKey.take(keyId));
  }

  // Access control may have answered before.
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.problemCode === 'rate_limited') return payload;
    const isWrong = request.problemCode === 'unauthorized';
    const exceeded = await (isWrong ? countWrongKey(request) : shutOut(request));
    return exceeded === undefined ? payload : problemText(refuse(reply, exceeded), request, reply);
  });

  async function countWrongKey(request: FastifyRequest): Promise<Quota | undefined> {
    const quota = await wrongKeys?.take(addressGroup(request.ip));
    return quota?.isExceeded === true ? quota : undefined;
  }

  /** What keeps a right key from being believed: one that is found by trying out must look like a wrong one. */
  async function shutOut(request: FastifyRequest): Promise<Quota | undefined> {
    const keyId = keyIdOf(request);
    if (wrongKeys === undefined || keyId === undefined || request.isAdmitted) return undefined;
    const address = addressGroup(request.ip);
    const pair = `${address} ${keyId}`;
    if (known.get(pair) === undefined) {
      const quota = await wrongKeys.look(address);
      if (quota.remaining === 0) return quota;
      known.set(pair, true);
    }
    request.isAdmitted = true;
    return undefined;
  }
});

/** Of public routes, and before the access control, there is none. */
const keyIdOf = ({ caller }: FastifyRequest): string | undefined =>
  (caller as typeof caller | undefined)?.keyId;
