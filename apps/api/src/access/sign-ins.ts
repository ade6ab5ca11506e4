import { createHash, createHmac, randomBytes } from 'node:crypto';
import { digestOf, isSame } from '@wagw/shared/access/api-key';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { KeyHolder, Keyring } from './keyring.ts';

/**
 * Who has signed in to the console. The browser holds 256 random bits; stored is their digest, with the id of the key that was given and
 * a mark of its secret. Neither the key nor the browser's secret follows from what is stored, and a sign-in ends with the very secret that
 * it was made with.
 */

const HOUR_MS = 3_600_000;
/** Without a request for so long it ends. */
const IDLE_MS = 12 * HOUR_MS;
/** It ends after so long whatever happens. */
export const LONGEST_MS = 7 * 24 * HOUR_MS;
/** How exactly the end is kept, so that not every request writes. */
const MINUTE_MS = 60_000;

const storedSchema = z.object({ keyId: z.string(), mark: z.string(), at: z.number() });

export interface SignIn {
  readonly holder: KeyHolder;
  /** What only pages of ours can know. */
  readonly csrfToken: string;
  /** Unix milliseconds; put off by each request. */
  readonly expiresAt: number;
}

export interface SignIns {
  /**
   * @param key must be a right one
   * @returns what the browser is to keep
   */
  begin(holder: KeyHolder, key: string): Promise<string>;
  /** Undefined when it has ended, or never was. */
  read(secret: string): Promise<SignIn | undefined>;
  end(secret: string): Promise<void>;
}

export function createSignIns(redis: Redis, keyring: Keyring): SignIns {
  return {
    async begin({ keyId }, key) {
      const secret = randomBytes(32).toString('base64url');
      const mark = markOf(secret, digestOf(key)).toString('hex');
      const stored = JSON.stringify({ keyId, mark, at: Date.now() });
      await redis.set(nameOf(secret), stored, 'PX', IDLE_MS);
      return secret;
    },

    async read(secret) {
      const name = nameOf(secret);
      const [text, leftMs] = await Promise.all([redis.get(name), redis.pttl(name)]);
      if (text === null) return undefined;
      const { keyId, mark, at } = storedSchema.parse(JSON.parse(text));
      const known = Buffer.from(mark, 'hex');
      const now = Date.now();
      const expiresAt = Math.min(now + IDLE_MS, at + LONGEST_MS);
      if (expiresAt <= now) return undefined;
      const holder = await keyring.holderById(keyId, (digest) => isSame(markOf(secret, digest), known));
      if (holder === undefined) return undefined;
      if (Math.abs(expiresAt - now - leftMs) > MINUTE_MS) await redis.pexpireat(name, expiresAt);
      return { holder, csrfToken: csrfTokenOf(secret), expiresAt };
    },

    async end(secret) {
      await redis.del(nameOf(secret));
    },
  };
}

const nameOf = (secret: string): string => keys.signIn(createHash('sha256').update(secret).digest('hex'));

/** Nobody who reads it in Redis can try out keys with it: that would need the browser's secret. */
const markOf = (secret: string, keyDigest: Buffer): Buffer =>
  createHmac('sha256', secret).update(keyDigest).digest();

const csrfTokenOf = (secret: string): string =>
  createHmac('sha256', secret).update('csrf token').digest('base64url');
