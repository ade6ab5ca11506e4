import { hkdfSync } from 'node:crypto';
import { answersFor } from '@wagw/shared/access/key-store';
import { EVENT_NAMES, type EventName } from '@wagw/shared/events/catalogue';
import type { Redis } from 'ioredis';
import { errors, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Caller, ENVIRONMENT_KEY, TOKEN_PURPOSES, type TokenPurpose } from './caller.ts';
import { isOfPast, type LinkPast, linkPastOf, linkPastSchema } from './link-past.ts';

/**
 * Tokens for browsers: signed (JWT, HS256), for one session and one purpose, and dead by themselves after a short time. They end with the
 * key, and with the secret of the key, that they were made with.
 */

const ALGORITHM = 'HS256';

const claimsSchema = z.object({
  sub: z.string(),
  tenant: z.string(),
  key: z.string(),
  purpose: z.enum(TOKEN_PURPOSES),
  events: z.array(z.enum(EVENT_NAMES)).optional(),
  /** Only of a link. */
  origins: z.array(z.string()).optional(),
  /** Only of one to connect. Earlier versions did not write it. */
  past: linkPastSchema.optional(),
  /** When it was made, in unix milliseconds. */
  at: z.number(),
  exp: z.number(),
});

/** What the page behind a connect link reads in its token. */
export interface Link {
  /** The web origins that may embed the page. */
  readonly origins: readonly string[];
  readonly language?: string | undefined;
  /** Where to go once the phone is linked. */
  readonly redirect?: string | undefined;
}

/** All that somebody who links a phone is told: nothing of what is written in the account. */
export const CONNECT_EVENTS = ['session.status', 'qr_code', 'pairing_code', 'connection.status'] as const;

export interface NewToken {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly purpose: TokenPurpose;
  readonly events?: readonly EventName[] | undefined;
  readonly link?: Link;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface Tokens {
  /** @param by the key that answers for it */
  make(token: NewToken, by: Caller): Promise<string>;
  /** Who comes with a token; undefined when it is none of ours, or none any more. */
  read(text: string): Promise<Caller | undefined>;
  /** The origins that a token of ours names, whether it still counts or not; none in what is no token of ours. */
  originsOf(text: string): Promise<readonly string[]>;
}

/** @param secret `apiKey` stands in for one that nobody has set */
export function createTokens(redis: Redis, secret: string | undefined, apiKey: string): Tokens {
  const signingKey =
    secret === undefined
      ? new Uint8Array(hkdfSync('sha256', apiKey, '', 'tokens for browsers', 32))
      : new TextEncoder().encode(secret);

  const pastIn = (past: LinkPast | undefined) => ({
    seq: past?.seq,
    hasNumber: (phone: string) => past !== undefined && isOfPast(past, signingKey, phone),
  });

  return {
    async make({ sessionId, tenantId, purpose, events, link, expiresAt }, by) {
      const past = purpose === 'connect' ? await linkPastOf(redis, signingKey, sessionId) : undefined;
      return new SignJWT({
        tenant: tenantId,
        key: by.keyId,
        at: Date.now(),
        purpose,
        ...(events === undefined ? {} : { events }),
        ...(past === undefined ? {} : { past }),
        ...link,
      })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(sessionId)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(signingKey);
    },

    async read(text) {
      const claims = await verified(text, signingKey);
      if (claims === undefined) return undefined;
      if (claims.key !== ENVIRONMENT_KEY && !(await answersFor(redis, claims.key, claims.at, Date.now())))
        return undefined;
      return {
        keyId: claims.key,
        tenantId: claims.tenant,
        scopes: new Set(),
        token: {
          sessionId: claims.sub,
          purpose: claims.purpose,
          events: claims.events === undefined ? undefined : new Set(claims.events),
          ...(claims.purpose === 'connect' ? { past: pastIn(claims.past) } : {}),
          madeAt: claims.at,
          expiresAt: claims.exp * 1000,
        },
      };
    },

    async originsOf(text) {
      const claims = await verified(text, signingKey, { currentDate: new Date(0) });
      return claims?.origins ?? [];
    },
  };
}

async function verified(text: string, key: Uint8Array, options: JWTVerifyOptions = {}) {
  try {
    const { payload } = await jwtVerify(text, key, { ...options, algorithms: [ALGORITHM] });
    return claimsSchema.safeParse(payload).data;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
