import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '../redis/keys.ts';
import { listScheduled, type ScheduledPlace } from './scheduled-list.ts';

/** More than one page looks at. */
const CROWD = 1_250;
const GONE_AT = 950;
const NINE_O_CLOCK = 1_800_000_000_000;

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

beforeEach(async () => {
  const { client } = server;
  await client.flushall();
  await client.hset(keys.session('shop'), 'tenantId', 'acme');
  await client.hset(keys.session('crowd'), 'tenantId', 'globex');
});

const schedule = async (sessionId: string, ids: readonly string[], dueAt: number): Promise<void> => {
  const writing = server.client.pipeline();
  for (const id of ids) {
    const record = { id, sessionId, to: 'ana', chatId: 'ana', content: '{}', status: 'scheduled' };
    writing.zadd(keys.scheduled, dueAt, `${sessionId}/${id}`).hset(keys.message(sessionId, id), record);
  }
  await writing.exec();
};

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `msg_${String(at).padStart(4, '0')}`);

/** Every page to the end, by ids. */
async function pagesOf(tenantId: string | undefined, limit: number) {
  const ids: string[] = [];
  const cursors: ScheduledPlace[] = [];
  let next: ScheduledPlace | undefined;
  do {
    const page = await listScheduled(server.client, tenantId, next, limit);
    ids.push(...page.items.map((message) => message.id));
    next = page.next;
    if (next !== undefined) cursors.push(next);
  } while (next !== undefined && cursors.length < 100);
  return { ids, cursors };
}

test('a tenant is told no place of others, however many of theirs stand between its own', async () => {
  await schedule('shop', ['msg_first'], NINE_O_CLOCK - 1);
  await schedule('crowd', numbered(CROWD), NINE_O_CLOCK);
  // Behind the crowd of the same moment, by its name.
  await schedule('shop', ['msg_second'], NINE_O_CLOCK);
  await schedule('crowd', ['msg_later'], NINE_O_CLOCK + 1);
  await schedule('shop', ['msg_third'], NINE_O_CLOCK + 2);
  const { ids, cursors } = await pagesOf('acme', 10);
  expect(ids).toEqual(['msg_first', 'msg_second', 'msg_third']);
  expect(cursors.map(({ member }) => member).filter((member) => member.startsWith('crowd'))).toEqual([]);
  expect(cursors.length).toBeGreaterThan(0);
  expect((await pagesOf('globex', 500)).ids).toEqual([...numbered(CROWD), 'msg_later']);
});

test('the next page is found when the last message of the page before is gone, however many are due with it', async () => {
  await schedule('shop', numbered(CROWD), NINE_O_CLOCK);
  const { items, next } = await listScheduled(server.client, 'acme', undefined, GONE_AT);
  expect(items).toHaveLength(GONE_AT);
  await server.client.zrem(keys.scheduled, next?.member ?? '');
  const rest = await listScheduled(server.client, 'acme', next, CROWD);
  expect(rest.items.map(({ id }) => id)).toEqual(numbered(CROWD).slice(GONE_AT));
  expect(rest.next).toBeUndefined();
});
