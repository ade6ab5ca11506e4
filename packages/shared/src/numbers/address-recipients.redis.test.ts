import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { addressRecipients } from './address-recipients.ts';
import { noteRegistration } from './registrations.ts';

const TTL = { registeredMs: 60_000, unregisteredMs: 60_000 };
const NUMBER_WITHOUT_ACCOUNT = '14155552671';

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.client.flushall();
  await noteRegistration(server.client, 'shop', '5531987654321', '5531987654321@c.us', TTL);
  await noteRegistration(server.client, 'shop', NUMBER_WITHOUT_ACCOUNT, undefined, TTL);
});

const address = (texts: readonly string[], isChecked = true) =>
  addressRecipients(server.client, 'shop', texts, { isChecked, defaultCountry: 'BR' });

test('each recipient has its address or the reason why not, in their order', async () => {
  const texts = [
    'Ana',
    '+55 31 8765-4321',
    `+${NUMBER_WITHOUT_ACCOUNT}`,
    '98765432101234@lid',
    '(41) 98765-4321',
  ];
  expect(await address(texts)).toEqual([
    { chatId: undefined, code: 'invalid_recipient', detail: expect.any(String) },
    { chatId: '5531987654321@c.us', phone: '5531987654321', isUnchecked: false },
    { chatId: undefined, code: 'unknown_recipient', detail: expect.any(String) },
    { chatId: '98765432101234@lid', phone: undefined, isUnchecked: false },
    { chatId: '554187654321@c.us', phone: '5541987654321', isUnchecked: true },
  ]);
});

test('a number that is known to have no account is addressed all the same when nothing is checked', async () => {
  expect(await address([NUMBER_WITHOUT_ACCOUNT], false)).toEqual([
    { chatId: `${NUMBER_WITHOUT_ACCOUNT}@c.us`, phone: NUMBER_WITHOUT_ACCOUNT, isUnchecked: false },
  ]);
});

test('an id goes to the form that is known to have the account', async () => {
  expect(await address(['553187654321@c.us'])).toMatchObject([{ chatId: '5531987654321@c.us' }]);
});

test('nobody is asked for nothing', async () => {
  expect(await address([])).toEqual([]);
  expect(await address(['120363041234567890@g.us'])).toMatchObject([{ chatId: '120363041234567890@g.us' }]);
});
