import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { createTenantFilter } from '../sessions/tenant-filter.ts';
import { viewBatch } from './batch-store.ts';
import type { BatchView } from './message-schema.ts';

export interface BatchPage {
  readonly items: readonly BatchView[];
  /** Where the next page begins; undefined when this is the last one. */
  readonly next: number | undefined;
}

/** How many places of the common list one page looks at, so that a tenant with few batches does not hold Redis up. */
const LOOKED_AT = 1_000;
const CHUNK = 100;

/** The batches of a session, the newest first. @param before `next` of the page before */
export async function listBatches(
  redis: Redis,
  sessionId: string,
  before: number | undefined,
  limit: number,
): Promise<BatchPage> {
  const index = keys.batches(sessionId);
  const places = await readPlaces(redis, index, before, limit);
  const views = await Promise.all(places.map(({ member }) => viewBatch(redis, sessionId, member)));
  const gone = places.filter((_, at) => views[at] === undefined).map(({ member }) => member);
  if (gone.length > 0) await redis.zrem(index, ...gone);
  return {
    items: views.filter((view) => view !== undefined),
    next: places.length < limit ? undefined : places.at(-1)?.place,
  };
}

/**
 * The batches of all sessions that there are, or of one tenant's, the newest first. A page may be shorter than `limit` although there
 * are more.
 */
export async function listAllBatches(
  redis: Redis,
  tenantId: string | undefined,
  before: number | undefined,
  limit: number,
): Promise<BatchPage> {
  const isMeant = createTenantFilter(redis, tenantId);
  const items: BatchView[] = [];
  let place = before;
  for (let looked = 0; looked < LOOKED_AT; looked += CHUNK) {
    const places = await readPlaces(redis, keys.allBatches, place, CHUNK);
    for (const each of places) {
      place = each.place;
      const [sessionId = '', id = ''] = each.member.split('/');
      const view = (await isMeant(sessionId)) ? await viewBatch(redis, sessionId, id) : undefined;
      if (view !== undefined) items.push(view);
      if (items.length === limit) return { items, next: place };
    }
    if (places.length < CHUNK) return { items, next: undefined };
  }
  return { items, next: place };
}

async function readPlaces(redis: Redis, index: string, before: number | undefined, count: number) {
  const from = before === undefined ? '+inf' : `(${before}`;
  const reply = await redis.zrevrangebyscore(index, from, '-inf', 'WITHSCORES', 'LIMIT', 0, count);
  return reply.flatMap((member, at) => (at % 2 === 0 ? [{ member, place: Number(reply[at + 1]) }] : []));
}
