/** How many of a list are read at a time where few of them may match. */
const READ_AT_ONCE = 200;

export interface Page<T> {
  readonly items: T[];
  /** The id of the last item; null when there are no more. */
  readonly nextCursor: string | null;
}

/**
 * The next part of those in a list of ids that match.
 * @param idsAfter the ids of the list after one, in their order
 * @param load what is stored under ids, in their order
 * @param after '' for the beginning
 */
export async function matchingPage<T extends { readonly id: string }>(
  idsAfter: (id: string, count: number) => Promise<string[]>,
  load: (ids: readonly string[]) => Promise<readonly T[]>,
  matches: (each: T) => boolean,
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<Page<T>> {
  const items: T[] = [];
  let cursor = after;
  for (let count = limit; ; count = READ_AT_ONCE) {
    const ids = await idsAfter(cursor, count);
    for (const each of (await load(ids)).filter(matches)) {
      items.push(each);
      if (items.length === limit) return { items, nextCursor: each.id };
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < count) return { items, nextCursor: null };
    cursor = last;
  }
}
