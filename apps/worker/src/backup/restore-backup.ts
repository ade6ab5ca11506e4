import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { Profile } from '../engine/webjs/profile.ts';
import { importProfile } from '../engine/webjs/profile-transfer.ts';
import type { BackedUpLogin, BackupStore } from './backup-store.ts';
import { copyRedis } from './copy-redis.ts';
import { linkedSessions } from './folder-logins.ts';
import { loadSnapshot, snapshotFile } from './loaded-snapshot.ts';
import { type Mended, mendSnapshot } from './mend-snapshot.ts';

/** Putting a backup in place, while no api and no worker runs. */

export interface RestoreParts {
  /** The one that is to be filled. */
  readonly redis: Redis;
  readonly backups: BackupStore;
  /** The folder of logins. What is linked there already is newer than any backup, and stays. */
  readonly sessionsPath: string;
  readonly logins: BlobStore | undefined;
  readonly media: BlobStore | undefined;
  readonly redisServer: string;
  readonly eventLogLength: number;
  readonly now: number;
}

export interface Restored extends Mended {
  readonly backup: string;
  /** Unix milliseconds. */
  readonly takenAt: number;
  readonly keys: number;
  readonly logins: number;
  readonly files: number;
  /** What the backup was made without, and what could not be put anywhere, as sentences. */
  readonly missing: readonly string[];
}

/** @throws Error when Redis is not empty, or anything of the backup is damaged; Redis is then empty still */
export async function restoreBackup(parts: RestoreParts, backup: string): Promise<Restored> {
  const { redis, backups, sessionsPath, now } = parts;
  if ((await redis.dbsize()) > 0) {
    throw new Error(
      'This Redis is not empty. A backup is put into an empty one alone, so that nothing is lost.',
    );
  }
  const manifest = await backups.read(backup);
  const missing = [...manifest.missing];
  const folder = await mkdtemp(join(tmpdir(), 'wagw-restore-'));
  try {
    await pipeline(await backups.get(backup, manifest.redis), createWriteStream(snapshotFile(folder)));
    const loaded = await loadSnapshot(folder, parts.redisServer, manifest.database);
    try {
      const unfinished = await openUnfinished(sessionsPath);
      const living = new Set((await linkedSessions(sessionsPath)).filter((id) => !unfinished.has(id)));
      const coming = manifest.logins.map(({ sessionId }) => sessionId).filter((id) => !living.has(id));
      await noteUnfinished(sessionsPath, [...unfinished, ...coming]);
      let logins = 0;
      for (const login of manifest.logins) {
        if (living.has(login.sessionId)) continue;
        const isPut = await restoreLogin(parts, backup, login, loaded.redis);
        if (isPut) logins += 1;
        else
          missing.push(`The login of ${login.sessionId}: it was kept in a store, and LOGIN_STORE is not set`);
      }
      const mended = await mendSnapshot({
        redis: loaded.redis,
        takenAt: manifest.createdAt,
        now,
        isLiving: (sessionId) => living.has(sessionId),
        eventLogLength: parts.eventLogLength,
      });
      const files = await restoreMedia(parts, backup, manifest.media);
      // Last of all: from here on somebody may begin.
      const copied = await copyRedis(loaded.redis, redis);
      await rm(join(sessionsPath, UNFINISHED), { force: true });
      return { backup, takenAt: manifest.createdAt, keys: copied, logins, files, missing, ...mended };
    } finally {
      await loaded.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names the logins that a restore is putting in place: should it break off, the next one must not take them for living ones. */
const UNFINISHED = '.restoring';

async function openUnfinished(sessionsPath: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(sessionsPath, UNFINISHED), 'utf8').catch(() => '');
  return new Set(text.split('\n').filter((id) => id !== ''));
}

async function noteUnfinished(sessionsPath: string, ids: readonly string[]): Promise<void> {
  await mkdir(sessionsPath, { recursive: true, mode: 0o700 });
  await writeFile(join(sessionsPath, UNFINISHED), ids.join('\n'));
}

/** Returns false when there is no place for it. */
async function restoreLogin(
  { backups, sessionsPath, logins }: RestoreParts,
  backup: string,
  login: BackedUpLogin,
  redis: Redis,
): Promise<boolean> {
  const { sessionId, object } = login;
  const record = keys.session(sessionId);
  if (login.from === 'folder') {
    await importProfile(new Profile(sessionsPath, sessionId), await backups.get(backup, object));
    await redis.hdel(record, 'loginHost', 'login');
    return true;
  }
  if (logins === undefined) return false;
  await logins.put(login.pointer.key, await backups.get(backup, object, true));
  // What may lie on a host is not what the session ran with last.
  if ((await redis.exists(record)) === 1) {
    await redis.hset(record, { login: JSON.stringify(login.pointer), loginHost: 'restored' });
  }
  return true;
}

async function restoreMedia(
  { backups, media }: RestoreParts,
  backup: string,
  files: readonly { readonly key: string; readonly object: BackedUpLogin['object'] }[],
): Promise<number> {
  if (media === undefined) return 0;
  for (const { key, object } of files) await media.put(key, await backups.get(backup, object));
  return files.length;
}
