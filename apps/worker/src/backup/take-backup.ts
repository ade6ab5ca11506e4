import type { Readable } from 'node:stream';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import type { Logger } from '@wagw/shared/observability/logger';
import type { RedisSettings } from '@wagw/shared/redis/connect';
import { everyId } from '@wagw/shared/redis/every-id';
import { keys } from '@wagw/shared/redis/keys';
import { listSessionIds } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { type LoginPointer, parsePointer } from '../logins/login-pointer.ts';
import type { BackedUpLogin, BackupStore, Manifest, StoredObject } from './backup-store.ts';
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

async function* storedLogins(
  { redis, backups }: BackupParts,
  store: BlobStore,
  backup: string,
  missing: string[],
): AsyncGenerator<BackedUpLogin> {
  let at = 0;
  for await (const sessionId of everyId(redis, listSessionIds)) {
    const newest = parsePointer((await redis.hget(keys.session(sessionId), 'login')) ?? '');
    if (newest === undefined) continue;
    at += 1;
    const copy = await copyLogin(newest, store, (content) =>
      backups.put(backup, `login-${at}`, content, true),
    );
    if (copy === undefined) {
      missing.push(`The login of ${sessionId}: the store does not have it as it was saved`);
    } else {
      yield { from: 'stored', sessionId, ...copy };
    }
  }
}

/** Puts the newest that is whole; returns undefined when none is. */
async function copyLogin(
  newest: LoginPointer,
  store: BlobStore,
  put: (content: Readable) => Promise<StoredObject>,
): Promise<{ readonly object: StoredObject; readonly pointer: LoginPointer } | undefined> {
  for (const pointer of [newest, ...(newest.previous === undefined ? [] : [newest.previous])]) {
    const content = await store.get(pointer.key);
    if (content === undefined) continue;
    const object = await put(content);
    if (object.sha256 === pointer.sha256) return { object, pointer };
  }
  return undefined;
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
