import { expect, test } from '@jest/globals';
import { fromField, nextHour, toField } from './send-time.ts';

const NOW = Date.parse('2026-11-22T12:34:56Z');

test('what a field shows is read as the same minute', () => {
  expect(fromField(toField(NOW + 600_000), NOW)).toBe(Date.parse('2026-11-22T12:44:00Z'));
});

test('no time, one that has been, and one more than a year ahead are none', () => {
  const values = ['', toField(NOW), toField(NOW + 366 * 86_400_000)];
  expect(values.map((value) => fromField(value, NOW))).toEqual([undefined, undefined, undefined]);
});

test('the proposal is a full hour', () => {
  expect(new Date(nextHour(NOW)).toISOString()).toBe('2026-11-22T14:00:00.000Z');
});
