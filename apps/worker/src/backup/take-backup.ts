import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import type { Logger } from '@wagw/shared/observability/logger';
import type { RedisSettings } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { parsePointer } from '../logins/login-pointer.ts';
import type { BackedUpLogin, BackupStore, Manifest } from './backup-store.ts';
import { linkedSessions, packLogin } from './folder-logins.ts';
import { openRedisSnapshot } from './redis-snapshot.ts';

/** Everything that the gateway would need to begin anew on other machines. */

export interface BackupParts {
  readonly redis: Redis;
  readonly redisSettings: RedisSettings;
  readonly backups: BackupStore;
  /** The folder of logins, where there is no store of them. */
  readonly sessionsPath: string | undefined;
  readonly logins: BlobStore | undefined;
  /** Files of messages; undefined: they are left out. */
  readonly media: BlobStore | undefined;
  readonly logger: Logger;
}

const SESSIONS_AT_ONCE = 500;

/**
 * Takes a backup and returns its manifest. The logins come after Redis' snapshot: a login that is newer knows more of what was sent.
 * What cannot be had is named in `missing`; only without Redis there is no backup.
 */
export async function takeBackup(parts: BackupParts, backup: string, now: number): Promise<Manifest> {
  const { backups, redisSettings } = parts;
  const snapshot = await openRedisSnapshot(redisSettings);
  const redis = await backups.put(backup, 'redis', snapshot.content);
  const missing: string[] = [];
  const logins: BackedUpLogin[] = [];
  for await (const login of loginsOf(parts, backup, missing)) logins.push(login);
  const media: Manifest['media'] = [];
  for await (const file of mediaOf(parts, backup, missing)) media.push(file);
  const database = Number(new URL(redisSettings.url).pathname.slice(1) || '0');
  const manifest: Manifest = { version: 1, createdAt: now, database, redis, logins, media, missing };
  await backups.finish(backup, manifest);
  return manifest;
}

async function* loginsOf(
  parts: BackupParts,
  backup: string,
  missing: string[],
): AsyncGenerator<BackedUpLogin> {
  const { sessionsPath, backups, logger } = parts;
  if (parts.logins !== undefined) return yield* storedLogins(parts, parts.logins, backup, missing);
  if (sessionsPath === undefined) return;
  for (const [at, sessionId] of (await linkedSessions(sessionsPath)).entries()) {
    try {
      const archive = await packLogin(sessionsPath, sessionId, logger);
      yield { from: 'folder', sessionId, object: await backups.put(backup, `login-${at}`, archive) };
    } catch (error) {
      missing.push(`The login of ${sessionId}: ${sentence(error)}`);
    }
  }
}

/** The newest that is whole. */
async function* storedLogins(
  { redis, backups }: BackupParts,
  store: BlobStore,
  backup: string,
  missing: string[],
): AsyncGenerator<BackedUpLogin> {
  let at = 0;
  for await (const sessionId of sessionIds(redis)) {
    const pointer = parsePointer((await redis.hget(keys.session(sessionId), 'login')) ?? '');
    if (pointer === undefined) continue;
    let isThere = false;
    for (const saved of [pointer, ...(pointer.previous === undefined ? [] : [pointer.previous])]) {
      const content = isThere ? undefined : await store.get(saved.key);
      if (content === undefined) continue;
      at += 1;
      const object = await backups.put(backup, `login-${at}`, content, true);
      isThere = object.sha256 === saved.sha256;
      if (isThere) yield { from: 'stored', sessionId, object, pointer: saved };
    }
    if (!isThere) missing.push(`The login of ${sessionId}: the store does not have it as it was saved`);
  }
}

async function* sessionIds(redis: Redis): AsyncGenerator<string> {
  for (let after = '-'; ; ) {
    const ids = await redis.zrangebylex(keys.sessions, after, '+', 'LIMIT', 0, SESSIONS_AT_ONCE);
    yield* ids;
    const last = ids.at(-1);
    if (last === undefined || ids.length < SESSIONS_AT_ONCE) return;
    after = `(${last}`;
  }
}

/** Every file that is still to be kept. */
async function* mediaOf(
  { redis, backups, media }: BackupParts,
  backup: string,
  missing: string[],
): AsyncGenerator<Manifest['media'][number]> {
  if (media === undefined) return;
  const names = await redis.zrange(keys.blobExpiry, 0, '-1');
  for (const [at, key] of names.entries()) {
    const content = await media.get(key);
    // One whose message is just being taken in, or which has just gone.
    if (content === undefined) missing.push(`The file ${key}`);
    else yield { key, object: await backups.put(backup, `media-${at}`, content) };
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
