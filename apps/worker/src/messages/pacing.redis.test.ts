import { beforeEach, describe, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { redisForSuite } from '../testing/for-suite.ts';
import { unlimitedPace } from '../testing/parts.ts';
import { CUSTOMER_CHAT, storeMessage } from '../testing/stored.ts';
import { createPacing, dayLimit, type Pace } from './pacing.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;
const OTHER_CHAT = '5511911111111@c.us';
const server = redisForSuite();
let count = 0;
let shop: string;
beforeEach(() => {
  count += 1;
  shop = `shop-${count}`;
});

/** Asks for a new message, and says how long it has to wait. */
async function ask(pace: Partial<Pace>, now = NOON, chat = CUSTOMER_CHAT): Promise<number> {
  const { id } = await storeMessage(server.client, shop, 'Bom dia!');
  return createPacing(server.client, shop, { ...unlimitedPace, ...pace }).ask(id, chat, now);
}

async function waits(pace: Partial<Pace>, times: number, now = NOON): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i += 1) all.push(await ask(pace, now));
  return all;
}

test('a burst passes, then one at a time as the bucket fills up', async () => {
  const pace = { perMinute: 60, burst: 3 };
  expect(await waits(pace, 5)).toEqual([0, 0, 0, 1_000, 1_000]);
  expect(await waits(pace, 2, NOON + 999)).toEqual([1, 1]);
  expect(await waits(pace, 2, NOON + 1_000)).toEqual([0, 1_000]);
  expect(await waits(pace, 4, NOON + HOUR)).toEqual([0, 0, 0, 1_000]);
});

test('one chat that has its share does not keep another from its own', async () => {
  const pace = { chatPerMinute: 10, chatBurst: 1 };
  expect([await ask(pace), await ask(pace), await ask(pace, NOON, OTHER_CHAT)]).toEqual([0, 6_000, 0]);
});

test('what must wait for one limit does not count for another', async () => {
  const pace = { perMinute: 60, burst: 2, chatPerMinute: 10, chatBurst: 1 };
  expect(await waits(pace, 4)).toEqual([0, 6_000, 6_000, 6_000]);
  expect([await ask(pace, NOON, OTHER_CHAT), await ask(pace, NOON, 'third@c.us')]).toEqual([0, 1_000]);
});

test('a message that has passed passes again, and counts once', async () => {
  const pacing = createPacing(server.client, shop, { ...unlimitedPace, perMinute: 60 });
  const { id } = await storeMessage(server.client, shop, 'Bom dia!');
  const again = [1, 2, 3].map(() => pacing.ask(id, CUSTOMER_CHAT, NOON));
  expect(await Promise.all(again)).toEqual([0, 0, 0]);
  expect(await ask({ perMinute: 60 }, NOON + 1_000)).toBe(0);
});

test('a message that waits says until when', async () => {
  await ask({ perMinute: 60 });
  const { id } = await storeMessage(server.client, shop, 'Bom dia!');
  await createPacing(server.client, shop, { ...unlimitedPace, perMinute: 60 }).ask(
    id,
    CUSTOMER_CHAT,
    NOON + 400,
  );
  expect(await server.client.hget(keys.message(shop, id), 'notBefore')).toBe(String(NOON + 1_000));
});

test('without limits Redis is not even asked', async () => {
  expect(await ask({})).toBe(0);
  expect(await server.client.exists(keys.pacing(shop))).toBe(0);
});

test('the record of a message that is gone is not made again', async () => {
  const pacing = createPacing(server.client, shop, { ...unlimitedPace, perMinute: 60 });
  expect(await pacing.ask('msg_gone', CUSTOMER_CHAT, NOON)).toBe(0);
  expect(await server.client.exists(keys.message(shop, 'msg_gone'))).toBe(0);
});

describe('the day', () => {
  test('that is full ends at midnight of UTC', async () => {
    const evening = NOON + 12 * HOUR - 2_000;
    expect(await waits({ perDay: 2 }, 3, evening)).toEqual([0, 0, 2_000]);
    expect(await ask({ perDay: 2 }, evening + 2_000)).toBe(0);
  });

  test('is asked again before, for a limit may be raised', async () => {
    await ask({ perDay: 1 });
    expect(await ask({ perDay: 1 })).toBe(300_000);
    expect(await ask({ perDay: 2 })).toBe(0);
  });
});

describe('a new login', () => {
  const pace = { ...unlimitedPace, warmUpFirstDay: 20, warmUpDays: 4 };
  const onDay = (day: number, more: Partial<Pace> = {}) =>
    dayLimit({ ...pace, ...more }, NOON, NOON + day * 24 * HOUR);

  test('may send more from day to day, until it counts as any other', () => {
    expect([0, 1, 2, 3, 4].map((day) => onDay(day))).toEqual([20, 30, 45, 67, 0]);
  });

  test('but never more than any other', () => {
    expect([0, 1, 2, 3, 4].map((day) => onDay(day, { perDay: 40 }))).toEqual([20, 30, 40, 40, 40]);
  });

  test('is told by when it began', async () => {
    await server.client.hset(keys.session(shop), 'linkedAt', NOON - 24 * HOUR);
    const youth = { warmUpFirstDay: 1, warmUpDays: 2 };
    expect(await waits(youth, 2)).toEqual([0, 300_000]);
    await server.client.hset(keys.session(shop), 'linkedAt', NOON - 48 * HOUR);
    expect(await ask(youth)).toBe(0);
  });
});
