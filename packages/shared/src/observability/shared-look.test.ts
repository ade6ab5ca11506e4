import { expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { shareLooks } from './shared-look.ts';

const redis = (status: string) => ({ status }) as Redis;

test('who asks at the same time, or soon after, shares a look', async () => {
  let looks = 0;
  const look = shareLooks(redis('ready'), 60_000, async () => (looks += 1));
  expect(await Promise.all([look(), look()])).toEqual([1, 1]);
  expect(await look()).toBe(1);
});

test('when the last look is too old, there is another', async () => {
  let looks = 0;
  const look = shareLooks(redis('ready'), 0, async () => (looks += 1));
  expect([await look(), await look()]).toEqual([1, 2]);
});

test('while Redis is away nobody looks, and a look that fails or takes too long tells nothing', async () => {
  const fail = async () => {
    throw new Error('it is away');
  };
  expect(await shareLooks(redis('ready'), 0, fail)()).toBeUndefined();
  expect(await shareLooks(redis('ready'), 0, () => new Promise(() => undefined), 20)()).toBeUndefined();
  expect(await shareLooks(redis('reconnecting'), 0, async () => 1)()).toBeUndefined();
});
