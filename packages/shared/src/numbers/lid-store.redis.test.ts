import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { chatNames } from './chat-names.ts';
import { learnLids, readLids } from './lid-store.ts';

const LID = '98765432101234@lid';
const PHONE = '5511987654321@c.us';
const NEW_PHONE = '5521912345678@c.us';
const NEXT_LID = '11112222333344@lid';

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(() => server.client.flushall());

const learn = (lid: string, phone: string) => learnLids(server.client, 'shop', [{ lid, phone }]);

async function names(id: string, isPublished = true, session = 'shop') {
  return chatNames(id, await readLids(server.client, session, [id], isPublished));
}
const key = async (id: string) => (await names(id)).chatKey;

describe('a person whose two ids were learned', () => {
  test('has both names and one key, whichever is asked for', async () => {
    expect(await learn(LID, PHONE)).toBe(1);
    const both = { phone: '5511987654321', lid: LID, chatKey: PHONE };
    expect(await names(LID)).toEqual(both);
    expect(await names(PHONE)).toEqual(both);
  });

  test('is news once', async () => {
    await learn(LID, PHONE);
    expect(await learn('98765432101234', '5511987654321')).toBe(0);
  });

  test('is unknown to other sessions', async () => {
    await learn(LID, PHONE);
    expect(await names(LID, true, 'other')).toMatchObject({ phone: null });
  });

  test('is one among many that are read together, and what is no person does no harm', async () => {
    await learn(LID, PHONE);
    await learn(NEXT_LID, NEW_PHONE);
    const ids = ['120363041234567890@g.us', NEW_PHONE, '1@lid', LID];
    const map = await readLids(server.client, 'shop', ids);
    expect(ids.map((id) => chatNames(id, map).phone)).toEqual([null, '5521912345678', null, '5511987654321']);
    expect(await readLids(server.client, 'shop', [])).toMatchObject({ phoneOfLid: new Map() });
  });
});

test('what is no pair of numbers is not learned', async () => {
  const pairs = [
    { lid: '', phone: PHONE },
    { lid: LID, phone: 'hidden' },
  ];
  expect(await learnLids(server.client, 'shop', pairs)).toBe(0);
  expect(await names(LID, false)).toMatchObject({ phone: null });
});

test('many are learned in one go', async () => {
  const pairs = Array.from({ length: 2_500 }, (_, index) => ({
    lid: `${10_000_000 + index}@lid`,
    phone: `${5511900000000 + index}`,
  }));
  expect(await learnLids(server.client, 'shop', pairs)).toBe(2_500);
  expect(await names('10002499@lid')).toMatchObject({ phone: '5511900002499' });
});

describe('the key of a chat', () => {
  test('that was published by LID stays, when the number is learned later', async () => {
    expect(await key(LID)).toBe(LID);
    await learn(LID, PHONE);
    expect(await names(LID)).toEqual({ phone: '5511987654321', lid: LID, chatKey: LID });
    expect(await key(PHONE)).toBe(LID);
  });

  test('is not fixed by a look that nobody hears of', async () => {
    await names(LID, false);
    await learn(LID, PHONE);
    expect(await key(LID)).toBe(PHONE);
  });

  test('that was published by number stays, when the LID is learned later', async () => {
    expect(await key(PHONE)).toBe(PHONE);
    await learn(LID, PHONE);
    expect(await key(LID)).toBe(PHONE);
  });

  test('stays when the person gets another number', async () => {
    await learn(LID, PHONE);
    await learn(LID, NEW_PHONE);
    expect(await names(LID)).toEqual({ phone: '5521912345678', lid: LID, chatKey: PHONE });
    expect(await key(NEW_PHONE)).toBe(PHONE);
  });

  test('is not inherited with a number', async () => {
    await learn(LID, PHONE);
    await learn(NEXT_LID, PHONE);
    expect(await names(PHONE)).toEqual({ phone: '5511987654321', lid: NEXT_LID, chatKey: NEXT_LID });
    expect(await names(LID)).toEqual({ phone: null, lid: LID, chatKey: PHONE });
  });

  test('is not inherited either from who had the number before and has another one now', async () => {
    await learn(LID, PHONE);
    await learn(LID, NEW_PHONE);
    await learn(NEXT_LID, PHONE);
    expect([await key(LID), await key(NEXT_LID)]).toEqual([PHONE, NEXT_LID]);
    expect(await names(LID)).toMatchObject({ phone: '5521912345678' });
  });
});
