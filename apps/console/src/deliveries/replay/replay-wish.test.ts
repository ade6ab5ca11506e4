import { expect, test } from '@jest/globals';
import { anHourAgo, type ReplayDraft, wishOf } from './replay-wish.ts';

const DRAFT: ReplayDraft = {
  what: 'all',
  since: '2026-03-01T08:00',
  until: '2026-03-01T09:00',
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
