import { expect, test } from '@jest/globals';
import { numberHash } from './logger.ts';

const hashed = numberHash('a key of this test');

test('the same number has the same hash, in whatever it stands', () => {
  const [hash = ''] = /#[\w-]{12}/.exec(hashed('5511987654321@c.us')) ?? [];
  expect(hashed('5511987654321@c.us')).toBe(`${hash}@c.us`);
  expect(hashed('No account: 5511987654321.')).toBe(`No account: ${hash}.`);
  expect(hashed('5511987654322')).not.toBe(hash);
});

test('another key makes other hashes', () => {
  expect(numberHash('another')('5511987654321')).not.toBe(hashed('5511987654321'));
});

test('what is too short for a phone number stays', () => {
  expect(hashed('status 503 after 15000 ms')).toBe('status 503 after 15000 ms');
});
