import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '../redis/keys.ts';
import { countSessions } from './count-sessions.ts';

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

/** More than one page of a tenant's. */
const MANY = 600;

test('sessions in numbers: of all, and of one tenant', async () => {
  const redis = server.client;
  await redis.hset(keys.worker('w1'), 'host', 'here');
  const adding = redis.pipeline();
  const session = (id: string, tenantId: string, code: string, owner: string) =>
    adding
      .zadd(keys.sessions, 0, id)
      .zadd(keys.tenantSessions(tenantId), 0, id)
      .hset(keys.session(id), { code, owner });
  for (let i = 0; i < MANY; i += 1) session(`many-${i}`, 'big', 'ready', 'w1');
  session('waits', 'big', 'waiting_for_worker', '');
  session('odd', 'big', 'no_matching_worker', '');
  session('lost', 'small', 'ready', 'gone');
  session('blocked', 'small', 'blocked', '');
  await adding.exec();
  expect(await countSessions(redis)).toMatchObject({
    byState: { ready: MANY, starting: 2, reconnecting: 1, failed: 1, stopped: 0 },
    waiting: 2,
  });
  expect(await countSessions(redis, 'small')).toMatchObject({
    byState: { ready: 0, reconnecting: 1, failed: 1 },
    waiting: 0,
  });
  expect((await countSessions(redis, 'nobody')).byState.ready).toBe(0);
});
