import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '../redis/keys.ts';
import { type Contact, contactsSyncedAt, listContacts, replaceContacts } from './contact-cache.ts';

const OWNER = { sessionId: 'shop', owner: 'w1', epoch: 7 };
const ZOMBIE = { ...OWNER, epoch: 6 };

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.client.flushall();
  await server.client.hset(keys.session('shop'), { owner: 'w1', epoch: '7' });
});

const contact = (index: number, name = `n${index}`): Contact => ({
  id: `55119${10_000_000 + index}@c.us`,
  name,
  isMyContact: true,
  isBusiness: false,
  isBlocked: false,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => contact(index));
const list = (after = '', count = 10_000) => listContacts(server.client, 'shop', after, count);

test('a sync takes the place of all that was known, and tells how far it is', async () => {
  await replaceContacts(server.client, OWNER, many(3), 1);
  const told: number[] = [];
  const others = many(1_200).slice(2);
  const progress = async (done: number) => void told.push(done);
  expect(await replaceContacts(server.client, OWNER, others, 2, progress)).toBe(true);
  expect(await list()).toEqual(others);
  expect(told).toEqual([500, 1_000, 1_198]);
  expect(await contactsSyncedAt(server.client, 'shop')).toBe(2);
});

test('readers see the old ones until the new ones are complete', async () => {
  await replaceContacts(server.client, OWNER, many(2), 1);
  const seen: number[] = [];
  await replaceContacts(server.client, OWNER, many(600), 2, async () => {
    seen.push((await list()).length);
  });
  expect(seen).toEqual([2, 2]);
});

test('pages go on where the last one ended', async () => {
  const all = many(5);
  await replaceContacts(server.client, OWNER, all, 1);
  expect(await list('', 2)).toEqual(all.slice(0, 2));
  expect(await list(all[1]?.id, 9)).toEqual(all.slice(2));
});

test('an account without contacts is one that was read', async () => {
  expect(await contactsSyncedAt(server.client, 'shop')).toBeUndefined();
  await replaceContacts(server.client, OWNER, many(2), 1);
  await replaceContacts(server.client, OWNER, [], 2);
  expect(await list()).toEqual([]);
  expect(await contactsSyncedAt(server.client, 'shop')).toBe(2);
});

test('only the owner writes', async () => {
  expect(await replaceContacts(server.client, ZOMBIE, many(2), 1)).toBe(false);
  expect(await replaceContacts(server.client, ZOMBIE, [], 1)).toBe(false);
  expect(await list()).toEqual([]);
  expect(await contactsSyncedAt(server.client, 'shop')).toBeUndefined();
});
