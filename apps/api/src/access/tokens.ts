import { hkdfSync } from 'node:crypto';
import { answersFor } from '@wagw/shared/access/key-store';
import { EVENT_NAMES, type EventName } from '@wagw/shared/events/catalogue';
import type { Redis } from 'ioredis';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Caller, ENVIRONMENT_KEY, TOKEN_PURPOSES, type TokenPurpose } from './caller.ts';

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
  /** When it was made, in unix milliseconds. */
  at: z.number(),
  exp: z.number(),
});

export interface NewToken {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly purpose: TokenPurpose;
  readonly events?: readonly EventName[] | undefined;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface Tokens {
  /** @param by the key that answers for it */
  make(token: NewToken, by: Caller): Promise<string>;
  /** Who comes with a token; undefined when it is none of ours, or none any more. */
  read(text: string): Promise<Caller | undefined>;
}

/** @param secret `apiKey` stands in for one that nobody has set */
export function createTokens(redis: Redis, secret: string | undefined, apiKey: string): Tokens {
  const signingKey =
    secret === undefined
      ? new Uint8Array(hkdfSync('sha256', apiKey, '', 'tokens for browsers', 32))
      : new TextEncoder().encode(secret);

  return {
    make: ({ sessionId, tenantId, purpose, events, expiresAt }, by) =>
      new SignJWT({
        tenant: tenantId,
        key: by.keyId,
        at: Date.now(),
        purpose,
        ...(events === undefined ? {} : { events }),
      })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(sessionId)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(signingKey),

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
          expiresAt: claims.exp * 1000,
        },
      };
    },
  };
}

async function verified(text: string, key: Uint8Array) {
  try {
    const { payload } = await jwtVerify(text, key, { algorithms: [ALGORITHM] });
    return claimsSchema.safeParse(payload).data;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
