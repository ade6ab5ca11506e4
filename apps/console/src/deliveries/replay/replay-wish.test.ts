import { describe, expect, test } from '@jest/globals';
import { anHourAgo, type ReplayDraft, wishOf } from './replay-wish.ts';

const DRAFT: ReplayDraft = {
  what: 'time',
  since: '2026-03-01T08:00',
  until: '2026-03-01T09:00',
  fromSeq: '4711',
  toSeq: '4720',
  events: [],
  sessionId: null,
};
const iso = (local: string) => new Date(local).toISOString();

test('a time is that of the place where it is filled in', () => {
  const [since, until] = [iso('2026-03-01T08:00'), iso('2026-03-01T09:00')];
  expect(wishOf(DRAFT)).toEqual({ status: 'all', since, until });
  expect(wishOf({ ...DRAFT, until: '' })).toEqual({ status: 'all', since });
  const now = Date.parse('2026-03-01T09:00');
  expect(iso(anHourAgo(now))).toBe(since);
});

test('a time that has no beginning, or ends before it, is not asked for', () => {
  expect(wishOf({ ...DRAFT, since: '' })).toBeUndefined();
  expect(wishOf({ ...DRAFT, until: '2026-03-01T08:00' })).toBeUndefined();
});

test('what was given up is meant whenever it was, narrowed down to events and a session', () => {
  expect(wishOf({ ...DRAFT, what: 'dead' })).toEqual({ status: 'dead' });
  const narrowed = { events: ['message'], sessionId: 'loja' };
  expect(wishOf({ ...DRAFT, what: 'dead', ...narrowed })).toEqual({ status: 'dead', ...narrowed });
});

describe('by number', () => {
  const numbers: ReplayDraft = { ...DRAFT, what: 'numbers', sessionId: 'loja' };

  test('events of one session are meant, up to a number or the last one', () => {
    expect(wishOf(numbers)).toEqual({ sessionId: 'loja', fromSeq: 4_711, toSeq: 4_720 });
    expect(wishOf({ ...numbers, toSeq: '' })).toEqual({ sessionId: 'loja', fromSeq: 4_711 });
    expect(wishOf({ ...numbers, toSeq: '4711' })).toMatchObject({ fromSeq: 4_711, toSeq: 4_711 });
    expect(wishOf({ ...numbers, events: ['message'] })).toMatchObject({ events: ['message'] });
  });

  test.each(['4,711', '4.711', ' 4 711', '4\u00a0711'])(
    'a number may be written as the page does: %s',
    (fromSeq) => {
      expect(wishOf({ ...numbers, fromSeq })).toMatchObject({ fromSeq: 4_711 });
    },
  );

  test.each<Partial<ReplayDraft>>([
    { sessionId: null },
    { fromSeq: '' },
    { fromSeq: '0' },
    { fromSeq: '-4711' },
    { fromSeq: 'evt_1' },
    { toSeq: '4710' },
    { toSeq: 'last' },
    { fromSeq: '1'.repeat(16) },
  ])('what is not said wholly is not asked for: %j', (part) => {
    expect(wishOf({ ...numbers, ...part })).toBeUndefined();
  });
});
