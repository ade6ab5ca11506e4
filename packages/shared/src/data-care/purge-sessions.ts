import type { Redis } from 'ioredis';
import type { BlobStore } from '../blobs/blob-store.ts';
import { keys } from '../redis/keys.ts';
import { removeDelivery } from './erase-delivery.ts';
import { readElements, scanKeys } from './read-keys.ts';
import { sessionOfKey } from './whose-key.ts';

/** Removing everything that is stored of sessions which do not exist any more. */

export interface Purge {
  readonly sessionIds: ReadonlySet<string>;
  /** Also what still waits to be delivered to webhooks, and what was delivered. */
  readonly withDeliveries: boolean;
  /** Files are kept there under the id of their session: media, logins. */
  readonly stores: readonly Pick<BlobStore, 'list' | 'delete'>[];
  /** Told of what was removed, in parts. */
  readonly count: (kind: string, number: number) => void;
}

const DELIVERY = keys.delivery('');
const isDelivery = (name: string): boolean =>
  name.startsWith(DELIVERY) && !name.slice(DELIVERY.length).includes(':');

/** What is interrupted is finished by another call. */
export async function purgeSessions(redis: Redis, purge: Purge): Promise<void> {
  if (purge.sessionIds.size === 0) return;
  if (purge.withDeliveries) await purgeDeliveries(redis, purge);
  for (const sessionId of purge.sessionIds) await purgeFiles(sessionId, purge);
  await purgeKeys(redis, purge);
  await purgeMembers(redis, purge);
  await purgeIndex(redis, purge);
}

/** Before their lanes go by the name of the session: an endpoint must not find its queue half there. */
async function purgeDeliveries(redis: Redis, { sessionIds, count }: Purge): Promise<void> {
  for await (const names of scanKeys(redis, `${DELIVERY}*`)) {
    const records = names.filter(isDelivery);
    const owners = await Promise.all(records.map((name) => redis.hget(name, 'sessionId')));
    for (const [at, name] of records.entries()) {
      if (!sessionIds.has(owners[at] ?? '')) continue;
      if (await removeDelivery(redis, name.slice(DELIVERY.length))) count('deliveries', 1);
    }
  }
}

async function purgeFiles(sessionId: string, { stores, count }: Purge): Promise<void> {
  for (const store of stores) {
    for (const key of await store.list(sessionId)) {
      await store.delete(key);
      count('files', 1);
    }
  }
}

const LANE = /^[^:]+:webhook:([^:]+):(lane:.+)$/;

async function purgeKeys(redis: Redis, { sessionIds, withDeliveries, count }: Purge): Promise<void> {
  for await (const names of scanKeys(redis)) {
    const meant = names.filter((name) => {
      const isMeant = sessionIds.has(sessionOfKey(name) ?? '');
      return isMeant && (withDeliveries || !LANE.test(name));
    });
    if (meant.length === 0) continue;
    for (const name of meant) {
      const [, endpoint, lane] = LANE.exec(name) ?? [];
      if (endpoint !== undefined && lane !== undefined) await redis.zrem(keys.webhookDue(endpoint), lane);
    }
    count('keys', await redis.unlink(...meant));
  }
}

/** Lists over all sessions, of ids, and of things that begin with an id. */
async function purgeMembers(redis: Redis, { sessionIds, count }: Purge): Promise<void> {
  const isMeant = (member: string) => sessionIds.has(member) || sessionIds.has(member.split('/', 1)[0] ?? '');
  const sorted = [
    keys.sessions,
    keys.sessionsWaiting,
    keys.sessionsGone,
    keys.scheduled,
    keys.allBatches,
    keys.blobExpiry,
    keys.fanOutInbox,
  ];
  for (const key of sorted) {
    count('entries', await removeMembers(redis, key, isMeant, (members) => redis.zrem(key, ...members)));
  }
  const sets = [keys.fanOut, ...(await redis.smembers(keys.workers)).map(keys.workerSessions)];
  for (const key of sets) {
    count('entries', await removeMembers(redis, key, isMeant, (members) => redis.srem(key, ...members)));
  }
}

async function removeMembers(
  redis: Redis,
  key: string,
  isMeant: (member: string) => boolean,
  remove: (members: string[]) => Promise<number>,
): Promise<number> {
  let removed = 0;
  for await (const elements of readElements(redis, key)) {
    const members = elements.map(({ name }) => name).filter(isMeant);
    if (members.length > 0) removed += await remove(members);
  }
  return removed;
}

/** The order over all sessions names the session of each event. */
async function purgeIndex(redis: Redis, { sessionIds, count }: Purge): Promise<void> {
  for await (const entries of readElements(redis, keys.eventIndex)) {
    const meant = entries.filter(({ texts }) => sessionIds.has(texts[1] ?? '')).map(({ name }) => name);
    if (meant.length > 0) count('entries', await redis.xdel(keys.eventIndex, ...meant));
  }
}
