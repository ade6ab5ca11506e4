import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { readDue, settle } from '@wagw/shared/webhooks/due-deliveries';
import { createEndpoint, type Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { ReplayWish } from '@wagw/shared/webhooks/replay-schema';
import { append, battery, ownedSession } from '../testing/append-events.ts';
import { replay } from './replay.ts';

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
beforeEach(() => server.client.flushall());
afterAll(() => server.close());

const LIMITS = { added: 20, lookedAt: 60 };
const COUNT = 50;
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

async function endpointOf(settings: object): Promise<Endpoint> {
  const made = await createEndpoint(server.client, 'whk_a', { url: 'https://a.example/', ...settings }, 1);
  if (made === undefined) throw new Error('it exists');
  return made;
}

/** Calls until there is no more; something more happens after each call. @returns what each call added */
async function replayAll(endpoint: Endpoint, wish: ReplayWish, meanwhile: () => Promise<unknown>) {
  const added: number[] = [];
  const now = Date.now() + 1;
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const given = cursor === undefined ? wish : { ...wish, cursor };
    const part = await replay(server.client, endpoint, given, now + added.length * 60_000, LIMITS);
    added.push(part.added);
    cursor = part.nextCursor;
    await until('the next moment', 5_000, () => Date.now() > now);
    await meanwhile();
  }
  return added;
}

async function laneOf(endpoint: Endpoint, lane: string): Promise<number[]> {
  const ids = await server.client.lrange(keys.webhookLane(endpoint.id, lane), 0, -1);
  return Promise.all(ids.map(async (id) => Number(await server.client.hget(keys.delivery(id), 'seq'))));
}

test.each<ReplayWish>([{ status: 'all' }, { sessionId: 'shop', fromSeq: 1 }])(
  'the log is replayed in parts by %j, each event once and in order, without what came after the beginning',
  async (wish) => {
    const endpoint = await endpointOf({ ordered: true });
    const session = await ownedSession(server.client, 'shop');
    for (let n = 0; n < COUNT; n += 1) await append(server.client, session);
    const added = await replayAll(endpoint, wish, () => append(server.client, session));
    expect(added.reduce((sum, part) => sum + part, 0)).toBe(COUNT);
    expect(added.length).toBeGreaterThan(2);
    expect(await laneOf(endpoint, session)).toEqual(upTo(COUNT));
  },
);

test('a filter that seldom fits ends a call too, and the next goes on behind', async () => {
  const endpoint = await endpointOf({ events: ['change_battery'] });
  const session = await ownedSession(server.client, 'shop');
  for (let n = 0; n < 130; n += 1) await append(server.client, session);
  await append(server.client, session, { body: battery });
  const added = await replayAll(endpoint, { status: 'all' }, async () => undefined);
  expect(added).toEqual([0, 0, 1]);
});

test('dead letters are replayed in parts, those of one moment together, and none that die anew', async () => {
  const batch = { max: 25, waitMs: 0 };
  const endpoint = await endpointOf({ ordered: true, batch });
  const session = await ownedSession(server.client, 'shop');
  for (let n = 0; n < COUNT; n += 1) await append(server.client, session);
  await replayAll(endpoint, { status: 'all' }, async () => undefined);
  const giveUp = async () => {
    for (;;) {
      const [due] = await readDue(server.client, endpoint, 1, []);
      if (due === undefined) return;
      const outcome = { status: 'dead', attempt: '{}', nextAt: 0, keepMs: 60_000, failure: '' } as const;
      await settle(server.client, endpoint, due, outcome);
    }
  };
  await giveUp();
  const orders: number[][] = [];
  const added = await replayAll(endpoint, { status: 'dead' }, async () => {
    orders.push(await laneOf(endpoint, session));
    await giveUp();
  });
  // A batch is given up in one moment, so twenty are twenty-five.
  expect(added).toEqual([25, 25, 0]);
  expect(orders).toEqual([upTo(25), upTo(25).map((n) => n + 25), []]);
});
