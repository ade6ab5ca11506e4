import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '../redis/keys.ts';
import { noteRegistration, resolveRecipient } from './registrations.ts';

const TTL = { registeredMs: 60_000, unregisteredMs: 1_000 };
const LONG = '5531987654321';
const SHORT = '553187654321';

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(() => server.client.flushall());

const resolve = (phone: string, session = 'shop') => resolveRecipient(server.client, session, phone);
const note = (chatId: string | undefined, ttl = TTL) =>
  noteRegistration(server.client, 'shop', LONG, chatId, ttl);

test('nothing is known of a number before somebody asked', async () => {
  expect(await resolve(LONG)).toEqual({ known: 'nothing' });
});

test('an account is known by every form of its number, with the id that WhatsApp gave it', async () => {
  await note(`${SHORT}@c.us`);
  for (const phone of [LONG, SHORT]) {
    expect(await resolve(phone)).toEqual({ known: 'registered', chatId: `${SHORT}@c.us` });
  }
  expect(await resolve(LONG, 'other')).toEqual({ known: 'nothing' });
});

test('a number without an account is known as such', async () => {
  await note(undefined);
  expect(await resolve(SHORT)).toEqual({ known: 'unregistered' });
});

test('the last answer counts, and each is kept for its own time', async () => {
  await note(undefined);
  expect(await server.client.pttl(keys.number('shop', SHORT))).toBeLessThanOrEqual(1_000);
  await note(`${SHORT}@c.us`);
  expect(await server.client.pttl(keys.number('shop', SHORT))).toBeGreaterThan(50_000);
});

test('a time of zero keeps nothing', async () => {
  await note(undefined, { registeredMs: 0, unregisteredMs: 0 });
  expect(await resolve(LONG)).toEqual({ known: 'nothing' });
});
