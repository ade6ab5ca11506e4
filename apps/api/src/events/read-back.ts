/** How far one page looks back. */
export interface BackBounds {
  /** How many entries are asked for at a time. */
  readonly chunk: number;
  /** After so many entries the page ends, however many of them match: a request costs so much at most. */
  readonly lookedAt: number;
}

export interface BackPage<T> {
  readonly found: readonly T[];
  /** The cursor of the last entry that was looked at; `before` of the next page. */
  readonly next: string;
  readonly hasMore: boolean;
}

/**
 * The newest entries that match, newest first.
 * @param entriesBefore at most `count` entries before a cursor, newest first; undefined for the end
 * @param before the cursor to begin at; what stands there is not meant
 * @param beginning the cursor before all entries
 */
export async function readBack<T extends { readonly cursor: string }>(
  entriesBefore: (cursor: string | undefined, count: number) => Promise<readonly T[]>,
  matches: (entry: T) => boolean,
  { before, limit, beginning }: { before: string | undefined; limit: number; beginning: string },
  { chunk, lookedAt }: BackBounds,
): Promise<BackPage<T>> {
  const found: T[] = [];
  let place = before;
  for (let looked = 0; looked < lookedAt; looked += chunk) {
    const entries = await entriesBefore(place, chunk);
    for (const entry of entries) {
      place = entry.cursor;
      if (matches(entry)) found.push(entry);
      if (found.length === limit) return { found, next: place, hasMore: true };
    }
    if (entries.length < chunk) return { found, next: place ?? beginning, hasMore: false };
  }
  return { found, next: place ?? beginning, hasMore: true };
}
