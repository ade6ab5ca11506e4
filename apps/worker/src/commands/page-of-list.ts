/** A part of a list that WhatsApp only gives as a whole. */
export interface Page<T> {
  readonly items: T[];
  /** Where the next part begins; null when this is the last one. */
  readonly nextCursor: string | null;
}

/** Where something stands in its list: first by number, downwards, then by text. */
export type Place = readonly [number: number, text: string];

/**
 * @param placeOf of each item its own
 * @param cursor `nextCursor` of the page before; what stands there need not exist any more
 */
export function pageOfList<T>(
  list: readonly T[],
  placeOf: (item: T) => Place,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Page<T> {
  const after = cursor === undefined ? undefined : read(cursor);
  const rest = list
    .map((item) => ({ item, place: placeOf(item) }))
    .filter(({ place }) => after === undefined || compare(place, after) > 0)
    .toSorted((a, b) => compare(a.place, b.place));
  const last = rest[limit - 1];
  return {
    items: rest.slice(0, limit).map(({ item }) => item),
    nextCursor: last === undefined || rest.length === limit ? null : last.place.join(':'),
  };
}

function compare([a, textA]: Place, [b, textB]: Place): number {
  if (a !== b) return b - a;
  return textA < textB ? -1 : Number(textA > textB);
}

/** One that is no cursor stands before everything. */
function read(cursor: string): Place {
  const [, number, text] = /^(\d+):(.*)$/.exec(cursor) ?? [];
  return number === undefined ? [Number.POSITIVE_INFINITY, ''] : [Number(number), text ?? ''];
}
