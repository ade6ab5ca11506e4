import { expect, test } from '@jest/globals';
import { createBreaker } from './breaker.ts';

/** What the breaker says after each of a row of attempts; `x` failed. */
function after(attempts: string, everyMs = 1): boolean[] {
  let now = 0;
  const breaker = createBreaker(() => now);
  return [...attempts].map((attempt) => {
    now += everyMs;
    return breaker.note(attempt === 'x');
  });
}

test('it is enough when 70 % of at least ten attempts failed', () => {
  expect(after('xxxxxxxxx')).not.toContain(true);
  expect(after('xxxxxxxxxx').at(-1)).toBe(true);
  expect(after('x.x.x.x.xxxx')).not.toContain(true);
  expect(after('...xxxxxxx').at(-1)).toBe(true);
});

test('what was long ago does not count', () => {
  expect(after('xxxxxxxxxxxxxxxxxxxx', 10_000)).not.toContain(true);
});

test('after a pause it is judged anew', () => {
  expect(after('xxxxxxxxxxxxxxxxxxx').filter(Boolean)).toHaveLength(1);
});
