import { expect, test } from '@jest/globals';
import { type Place, pageOfList } from './page-of-list.ts';

const chat = (id: string, timestamp: number) => ({ id, timestamp });
const placeOf = ({ id, timestamp }: ReturnType<typeof chat>): Place => [timestamp, id];
const CHATS = [chat('b', 5), chat('a', 5), chat('c', 9), chat('d', 0), chat('e:1', 0)];

/** The ids of each page, one page after the other. */
function pages(limit: number, list = CHATS): string[][] {
  const all: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = pageOfList(list, placeOf, { limit, cursor });
    all.push(page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

test.each([
  [1, [['c'], ['a'], ['b'], ['d'], ['e:1']]],
  [2, [['c', 'a'], ['b', 'd'], ['e:1']]],
  [5, [['c', 'a', 'b', 'd', 'e:1']]],
  [9, [['c', 'a', 'b', 'd', 'e:1']]],
])('pages of %i have everything once, newest first', (limit, expected) => {
  expect(pages(limit)).toEqual(expected);
});

test('an empty list is one page', () => {
  expect(pages(3, [])).toEqual([[]]);
});

test('what is gone in between takes nobody with it', () => {
  const { nextCursor } = pageOfList(CHATS, placeOf, { limit: 2 });
  const rest = pageOfList(
    CHATS.filter(({ id }) => id !== 'a'),
    placeOf,
    { limit: 9, cursor: nextCursor ?? '' },
  );
  expect(rest.items.map(({ id }) => id)).toEqual(['b', 'd', 'e:1']);
});

test('a cursor that is none begins at the beginning', () => {
  expect(pageOfList(CHATS, placeOf, { limit: 1, cursor: 'x' }).items).toEqual([chat('c', 9)]);
});
