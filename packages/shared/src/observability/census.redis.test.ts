import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import type { Redis } from 'ioredis';
import { createCommand } from '../commands/command-store.ts';
import type { MessagePriority } from '../messages/message-schema.ts';
import { acceptMessages } from '../messages/message-store.ts';
import { createLanes } from '../queue/queues.ts';
import { keys } from '../redis/keys.ts';
import { createSession } from '../sessions/session-store.ts';
import { readCensus, takeCensus } from './census.ts';

const NOW = 1_700_000_000_000;

let server: TemporaryRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = server.client;
});
afterAll(() => server.close());
beforeEach(() => redis.flushall());

/** A session with that code, whose owner lives unless told otherwise. */
async function session(id: string, code: string, owner = 'w1'): Promise<void> {
  await createSession(redis, { id, tenantId: 'acme', start: false, metadata: {} }, NOW);
  await redis.hset(keys.session(id), { code, owner });
}

async function message(sessionId: string, id: string, at: number, priority: MessagePriority): Promise<void> {
  const content = { type: 'text', text: 'hello', linkPreview: false } as const;
  await acceptMessages(redis, sessionId, [{ id, to: '1', chatId: '1@c.us', content, priority }], {
    now: at,
    retentionDays: 365_000,
  });
  await createLanes(redis).add(sessionId, [{ messageId: id, priority }]);
}

test('without sessions everything is 0', async () => {
  const { states, waiting } = await takeCensus(redis);
  expect(new Set(Object.values(states))).toEqual(new Set([0]));
  expect(waiting).toHaveLength(6);
  for (const { jobs, oldestAt } of waiting) expect([jobs, oldestAt]).toEqual([0, null]);
});

test('sessions are counted by state, and one whose worker is gone is not what that worker said last', async () => {
  await redis.hset(keys.worker('w1'), 'host', 'a');
  await session('a', 'ready');
  await session('b', 'ready', 'gone');
  await session('c', 'scan_qr');
  await session('d', 'stopped', '');
  // In pages of two, so that the last one is empty.
  const { states } = await takeCensus(redis, 2);
  expect(states).toMatchObject({ ready: 1, reconnecting: 1, qr: 1, stopped: 1, failed: 0 });
});

test('what waits is counted by queue, apart for sessions that are ready, with the time of the oldest', async () => {
  await redis.hset(keys.worker('w1'), 'host', 'a');
  await session('a', 'ready');
  await session('b', 'ready');
  await session('c', 'scan_qr');
  await message('a', 'msg_1', NOW + 5_000, 'interactive');
  await message('a', 'msg_2', NOW + 6_000, 'interactive');
  await message('b', 'msg_3', NOW + 4_000, 'interactive');
  await message('b', 'msg_4', NOW + 1_000, 'bulk');
  await message('c', 'msg_5', NOW, 'interactive');
  const command = { id: 'cmd_1', sessionId: 'b', command: 'contacts.sync', input: {} } as const;
  await createCommand(redis, command, NOW + 9_000);
  await createLanes(redis).addCommand('b', { commandId: 'cmd_1' }, 'free');

  const { waiting } = await takeCensus(redis, 2);
  expect(waiting).toEqual([
    { queue: 'messages', session: 'ready', jobs: 3, oldestAt: NOW + 4_000 },
    { queue: 'messages', session: 'other', jobs: 1, oldestAt: NOW },
    { queue: 'bulk', session: 'ready', jobs: 1, oldestAt: NOW + 1_000 },
    { queue: 'bulk', session: 'other', jobs: 0, oldestAt: null },
    { queue: 'commands', session: 'ready', jobs: 1, oldestAt: NOW + 9_000 },
    { queue: 'commands', session: 'other', jobs: 0, oldestAt: null },
  ]);
});

test('whoever asks within the time gets what another has counted', async () => {
  await session('a', 'ready', '');
  const first = await readCensus(redis, { least: 600_000, most: 600_000 });
  await session('b', 'ready', '');
  // It goes by itself.
  expect(await redis.pttl(keys.census)).toBeGreaterThan(0);
  expect(await readCensus(redis)).toEqual(first);
  await redis.del(keys.census);
  expect((await readCensus(redis)).states.ready).toBe(2);
});
