import { expect, it } from '@jest/globals';
import { Repeats } from './repeats.ts';

it('tells exact repeats from news and forgets the oldest', () => {
  const repeats = new Repeats(2);
  expect(repeats.isNews('ack 1', '1')).toBe(true);
  expect(repeats.isNews('ack 1', '1')).toBe(false);
  expect(repeats.isNews('ack 1', '2')).toBe(true);
  expect(repeats.isNews('ack 2', '1')).toBe(true);
  expect(repeats.isNews('ack 3', '1')).toBe(true);
  expect(repeats.isNews('ack 1', '2')).toBe(true);
});
