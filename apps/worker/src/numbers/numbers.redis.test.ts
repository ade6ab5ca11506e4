import { beforeEach, describe, expect, test } from '@jest/globals';
import { resolveRecipient } from '@wagw/shared/numbers/registrations';
import { ActionError } from '../engine/actions.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { createNumbers, type Numbers } from './numbers.ts';

const MINAS = { long: '5531987654321', short: '553187654321' };

const server = redisForSuite();
let numbers: Numbers;
beforeEach(async () => {
  await server.client.flushall();
  numbers = createNumbers({
    redis: server.client,
    sessionId: 'shop',
    ttl: { registeredMs: 60_000, unregisteredMs: 60_000 },
  });
});

/** WhatsApp with these accounts; `failures` are the numbers for which it cannot be asked. */
function whatsapp(accounts: Record<string, string>, failures: Record<string, ActionError> = {}) {
  const asked: string[] = [];
  return {
    asked,
    async findNumber(phone: string) {
      asked.push(phone);
      if (failures[phone] !== undefined) throw failures[phone];
      return accounts[phone];
    },
  };
}
const known = (phone: string) => resolveRecipient(server.client, 'shop', phone);
const timeout = new ActionError('unknown', 'no answer in time');

describe('an account', () => {
  test('is found by whichever form of its number it has, and asked for once', async () => {
    const asks = whatsapp({ [MINAS.long]: `${MINAS.long}@c.us` });
    expect(await numbers.find(MINAS.long, asks)).toBe(`${MINAS.long}@c.us`);
    expect(asks.asked).toEqual([MINAS.short, MINAS.long]);
    expect(await numbers.find(MINAS.short, asks)).toBe(`${MINAS.long}@c.us`);
    expect(asks.asked).toHaveLength(2);
    expect(await known(MINAS.short)).toEqual({ known: 'registered', chatId: `${MINAS.long}@c.us` });
  });

  test('is called what WhatsApp calls it', async () => {
    const asks = whatsapp({ '5511987654321': '551187654321@c.us' });
    expect(await numbers.find('5511987654321', asks)).toBe('551187654321@c.us');
  });

  test('that no form of the number has is known to be missing', async () => {
    const asks = whatsapp({});
    expect(await numbers.find(MINAS.long, asks)).toBeUndefined();
    expect(await known(MINAS.long)).toEqual({ known: 'unregistered' });
    expect(await numbers.find(MINAS.long, asks)).toBeUndefined();
    expect(asks.asked).toHaveLength(2);
  });

  test('is not missing as long as one form was not answered for', async () => {
    const asks = whatsapp({}, { [MINAS.short]: timeout });
    await expect(numbers.find(MINAS.long, asks)).rejects.toBe(timeout);
    expect(await known(MINAS.long)).toEqual({ known: 'nothing' });
  });

  test('is found by one form though the other was not answered for', async () => {
    const asks = whatsapp({ [MINAS.long]: `${MINAS.long}@c.us` }, { [MINAS.short]: timeout });
    expect(await numbers.find(MINAS.long, asks)).toBe(`${MINAS.long}@c.us`);
  });
});

describe('a batch', () => {
  test('is answered in its order, and a bad number does not spoil it', async () => {
    const asks = whatsapp(
      { '14155552671': '14155552671@c.us', '351912345678': '351912345678@c.us' },
      { '4915112345678': timeout },
    );
    const phones = ['14155552671', '4915112345678', '33612345678', '351912345678'];
    expect(await numbers.check(phones, asks)).toEqual({
      ids: ['14155552671@c.us', null, null, '351912345678@c.us'],
      failures: [{ phone: '4915112345678', detail: 'no answer in time' }],
    });
    expect(asks.asked).toEqual(phones);
  });

  test('that loses its connection is begun again without asking twice', async () => {
    const gone = new ActionError('not_ready', 'not connected');
    const accounts = { '14155552671': '14155552671@c.us', '33612345678': '33612345678@c.us' };
    const broken = whatsapp(accounts, { '33612345678': gone });
    await expect(numbers.check(['14155552671', '33612345678'], broken)).rejects.toBe(gone);
    const mended = whatsapp(accounts);
    expect(await numbers.check(['14155552671', '33612345678'], mended)).toMatchObject({
      ids: ['14155552671@c.us', '33612345678@c.us'],
      failures: [],
    });
    expect(mended.asked).toEqual(['33612345678']);
  });
});

describe('the end of a send', () => {
  const handedOver = (chat: string) => ({ result: 'handed_over', ref: { chat } }) as const;
  const failed = (code: string) => ({ result: 'failed', code }) as const;

  test.each([
    ['was filed as it was sent', '14155552671@c.us', '14155552671@c.us', '14155552671@c.us'],
    ['was filed under the other form', '5531987654321@c.us', '553187654321@c.us', '553187654321@c.us'],
    ['was filed by LID', '14155552671@c.us', '98765432101234@lid', '14155552671@c.us'],
  ])('proves the account when it %s', async (_how, sentTo, filed, chatId) => {
    await numbers.noteSend(sentTo, handedOver(filed));
    expect(await known(sentTo.replace('@c.us', ''))).toEqual({ known: 'registered', chatId });
  });

  test('proves that there is none, where the number has one form', async () => {
    await numbers.noteSend('14155552671@c.us', failed('unknown_recipient'));
    expect(await known('14155552671')).toEqual({ known: 'unregistered' });
  });

  test('proves that what was known is not true any more, where it has several', async () => {
    await numbers.noteSend(`${MINAS.long}@c.us`, handedOver(`${MINAS.long}@c.us`));
    await numbers.noteSend(`${MINAS.long}@c.us`, failed('unknown_recipient'));
    expect(await known(MINAS.long)).toEqual({ known: 'nothing' });
  });

  test('does not shake what WhatsApp said of all forms, nor which of them it is', async () => {
    await numbers.find(MINAS.long, whatsapp({}));
    await numbers.noteSend(`${MINAS.short}@c.us`, failed('unknown_recipient'));
    expect(await known(MINAS.long)).toEqual({ known: 'unregistered' });
    await numbers.noteSend(`${MINAS.long}@c.us`, handedOver(`${MINAS.long}@c.us`));
    await numbers.noteSend(`${MINAS.short}@c.us`, handedOver('98765432101234@lid'));
    expect(await known(MINAS.short)).toEqual({ known: 'registered', chatId: `${MINAS.long}@c.us` });
  });

  test('proves nothing otherwise', async () => {
    await numbers.noteSend('14155552671@c.us', failed('rejected'));
    await numbers.noteSend('14155552671@c.us', { result: 'again' });
    await numbers.noteSend('120363041234567890@g.us', handedOver('120363041234567890@g.us'));
    await numbers.noteSend('98765432101234@lid', failed('unknown_recipient'));
    expect(await server.client.dbsize()).toBe(0);
  });
});
