import type { Redis } from 'ioredis';

const AT_ONCE = 200;

/** The ids of a list that come after one, in their order, at most `count`; after '' from the beginning. */
export type IdsAfter = (redis: Redis, after: string, count: number) => Promise<string[]>;

/** All ids of a list, however long it is, page by page. */
export async function* everyPage(redis: Redis, idsAfter: IdsAfter): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const ids = await idsAfter(redis, after, AT_ONCE);
    if (ids.length > 0) yield ids;
    const last = ids.at(-1);
    if (last === undefined || ids.length < AT_ONCE) return;
    after = last;
  }
}

/** The same, one by one. */
export async function* everyId(redis: Redis, idsAfter: IdsAfter): AsyncGenerator<string> {
  for await (const ids of everyPage(redis, idsAfter)) yield* ids;
}
