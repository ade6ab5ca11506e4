import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exponentialDelay } from './backoff.ts';

const always = (value: number) => () => value;

test('doubles from the first wait up to the longest', () => {
  const waits = [0, 1, 2, 3, 4, 5].map((attempt) => exponentialDelay(attempt, 1_000, 10_000, always(0.5)));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('is varied by 20 % either way', () => {
  expect(exponentialDelay(0, 1_000, 10_000, always(0))).toBe(800);
  expect(exponentialDelay(0, 1_000, 10_000, always(1))).toBe(1_200);
});

test('stays within its bounds for any attempt, however late', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1_000_000 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.integer({ min: 1, max: 86_400_000 }),
      (attempt, first, most) => {
        const wait = exponentialDelay(attempt, first, most);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(0.8 * Math.min(first, most)));
        expect(wait).toBeLessThanOrEqual(Math.ceil(1.2 * most));
      },
    ),
  );
});

test('never gets shorter with a further attempt, but for its variation', () => {
  fc.assert(
    fc.property(fc.nat({ max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const wait = (n: number) => exponentialDelay(n, 500, 300_000, always(chance));
      expect(wait(attempt + 1)).toBeGreaterThanOrEqual(wait(attempt));
    }),
  );
});
