import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { digestOf, generateKey, isSame, keyIdIn } from './api-key.ts';
import type { KeyView } from './key-schema.ts';
import { SCOPES, type Scope } from './scopes.ts';

/** Keys of tenants. Only digests are stored. */

const digestSchema = z.object({
  digest: z.string(),
  /** Unix milliseconds; 0 for the first of a key. */
  since: z.number().default(0),
  /** Unix milliseconds; absent for the one that stays. */
  until: z.number().optional(),
  /** The seed of the rotation that made it; absent for the first of a key. */
  madeBy: z.string().optional(),
});
const recordSchema = z.object({
  name: z.string(),
  tenantId: z.string().nullable(),
  scopes: z.array(z.enum(SCOPES)).readonly(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
  digests: z.array(digestSchema).readonly(),
});

/** One key as it is stored. Times are unix milliseconds. */
export interface KeyRecord extends Readonly<z.infer<typeof recordSchema>> {
  readonly id: string;
  readonly lastUsedAt: number | null;
}

export interface NewKey {
  readonly name: string;
  readonly tenantId: string | null;
  readonly scopes: readonly Scope[];
  readonly expiresAt: number | null;
}

/**
 * Stores a key and returns it; nobody can see it again. One of the same id, which a request that broke off has made, is replaced: its
 * secret was never shown.
 */
export async function createKey(redis: Redis, id: string, wanted: NewKey, now: number): Promise<string> {
  const key = generateKey(id);
  const record = { ...wanted, createdAt: now, digests: [{ digest: hex(key), since: 0 }] };
  await redis
    .multi()
    .hset(keys.apiKey(id), { record: JSON.stringify(record) })
    .zadd(keys.apiKeys, 0, id)
    .exec();
  return key;
}

const replace = defineScript(`
  if redis.call('HGET', KEYS[1], 'record') ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[1], 'record', ARGV[2])
  return 1
`);

const ROTATION_TRIES = 5;

export interface Rotation {
  /** For how long the secret so far is good, in milliseconds. */
  readonly keepOldMs: number;
  /** Of the request: one that is repeated replaces the secret that it has made and nobody has seen, and no other. */
  readonly seed: string;
}

/**
 * Gives a key a new secret; the one so far counts for some time more, older ones no longer.
 * @returns the new key; undefined when there is none of this id
 */
export async function rotateKey(
  redis: Redis,
  id: string,
  { keepOldMs, seed }: Rotation,
  now: number,
): Promise<string | undefined> {
  for (let tries = 0; tries < ROTATION_TRIES; tries += 1) {
    const stored = await redis.hget(keys.apiKey(id), 'record');
    if (stored === null) return undefined;
    const record = parse(stored);
    const [current, ...older] = record.digests;
    const key = generateKey(id);
    const ending = current === undefined || keepOldMs === 0 ? [] : [{ ...current, until: now + keepOldMs }];
    const old = current?.madeBy === seed ? older : ending;
    const next = { ...record, digests: [{ digest: hex(key), since: now, madeBy: seed }, ...old] };
    if ((await replace.run(redis, [keys.apiKey(id)], [stored, JSON.stringify(next)])) === 1) return key;
  }
  throw new Error('the key is being rotated by others');
}

/** Ends a key at once. Returns false when there is none. */
export async function deleteKey(redis: Redis, id: string): Promise<boolean> {
  const [[, removed] = []] = (await redis.multi().del(keys.apiKey(id)).zrem(keys.apiKeys, id).exec()) ?? [];
  return removed === 1;
}

export async function readKey(redis: Redis, id: string): Promise<KeyRecord | undefined> {
  const [stored, lastUsedAt] = await redis.hmget(keys.apiKey(id), 'record', 'lastUsedAt');
  if (stored === null || stored === undefined) return undefined;
  return { ...parse(stored), id, lastUsedAt: lastUsedAt ? Number(lastUsedAt) : null };
}

/** The ids after `cursor`, in their order. */
export async function listKeyIds(redis: Redis, cursor: string, limit: number): Promise<string[]> {
  return redis.zrangebylex(keys.apiKeys, cursor === '' ? '-' : `(${cursor}`, '+', 'LIMIT', 0, limit);
}

const use = defineScript(`
  if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'lastUsedAt', ARGV[1]) end
  return 1
`);

const USE_IS_NOTED_EVERY_MS = 60_000;

/** The record behind what a caller sent; undefined when that is no key, or none any more. */
export async function findKey(redis: Redis, key: string, now: number): Promise<KeyRecord | undefined> {
  const id = keyIdIn(key);
  const given = digestOf(key);
  return id === undefined ? undefined : findKeyById(redis, id, (digest) => isSame(digest, given), now);
}

/**
 * The record of a key that is in use.
 * @param isMeant whether this is the digest of the secret that its holder has; asked of every one that is good now
 */
export async function findKeyById(
  redis: Redis,
  id: string,
  isMeant: (digest: Buffer) => boolean,
  now: number,
): Promise<KeyRecord | undefined> {
  const record = await readKey(redis, id);
  if (record === undefined) return undefined;
  if (!liveDigests(record, now).some(({ digest }) => isMeant(Buffer.from(digest, 'hex')))) return undefined;
  if (now - (record.lastUsedAt ?? 0) > USE_IS_NOTED_EVERY_MS) {
    await use.run(redis, [keys.apiKey(record.id)], [now]);
  }
  return record;
}

/** Whether what was made with a key at a time still counts: a secret that the key had then is still good. */
export async function answersFor(redis: Redis, id: string, madeAt: number, now: number): Promise<boolean> {
  const record = await readKey(redis, id);
  return record !== undefined && liveDigests(record, now).some(({ since }) => since <= madeAt);
}

/** None, once the key has expired. */
function liveDigests({ expiresAt, digests }: KeyRecord, now: number): KeyRecord['digests'] {
  if (expiresAt !== null && expiresAt <= now) return [];
  return digests.filter(({ until }) => until === undefined || until > now);
}

/** The key as the API shows it. */
export function viewKey(record: KeyRecord): KeyView {
  return {
    id: record.id,
    name: record.name,
    tenantId: record.tenantId,
    scopes: [...record.scopes],
    createdAt: new Date(record.createdAt).toISOString(),
    expiresAt: iso(record.expiresAt),
    lastUsedAt: iso(record.lastUsedAt),
    oldKeyUntil: iso(record.digests[1]?.until ?? null),
  };
}

const hex = (key: string): string => digestOf(key).toString('hex');
const parse = (stored: string) => recordSchema.parse(JSON.parse(stored));
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
