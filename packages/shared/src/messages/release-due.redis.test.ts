import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { Queue } from 'bullmq';
import { createLanes, type Lanes, laneName, queueOptions } from '../queue/queues.ts';
import { createSession } from '../sessions/session-store.ts';
import { enqueueMessages } from './enqueue.ts';
import { listMessages } from './message-list.ts';
import { acceptMessages, cancelMessage, loadMessage, type NewMessage } from './message-store.ts';
import { releaseDue } from './release-due.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const [ANA, BIA] = ['5511900000001@c.us', '5511900000002@c.us'];

let server: TemporaryRedis;
let lanes: Lanes;
let lane: Queue;
beforeAll(async () => {
  server = await startTemporaryRedis();
  lanes = createLanes(server.client);
});
beforeEach(async () => {
  await server.client.flushall();
  await createSession(
    server.client,
    { id: 'shop', tenantId: 'shop', start: false, metadata: {} },
    NOW - 5 * HOUR,
  );
  lane = new Queue(laneName('shop'), queueOptions(server.client));
});
afterAll(() => server.close());

interface Wanted {
  readonly to?: string;
  readonly priority?: 'interactive' | 'bulk';
  readonly at?: number;
}

const messageOf = (id: string, { to = ANA, priority = 'interactive', at }: Wanted): NewMessage => ({
  id,
  to,
  chatId: to,
  content: { type: 'text', text: id, linkPreview: false },
  priority,
  sendAt: at,
});

async function accept(id: string, wanted: Wanted = {}): Promise<void> {
  await acceptMessages(server.client, 'shop', [messageOf(id, wanted)], {
    now: NOW,
    retentionDays: 30,
    sessionCreatedAt: NOW - 5 * HOUR,
  });
}

async function send(id: string, wanted: Wanted = {}): Promise<void> {
  await accept(id, wanted);
  const message = messageOf(id, wanted);
  await enqueueMessages(server.client, lanes, 'shop', [
    { id, chatId: message.chatId, priority: wanted.priority ?? 'interactive' },
  ]);
}

/** In the order in which the lane is worked off. */
async function inLane(): Promise<string[]> {
  const jobs = [...(await lane.getJobs(['wait'], 0, -1, true)), ...(await lane.getPrioritized())];
  return jobs.map(({ data }) => data.messageId as string);
}

const statusOf = async (id: string) => (await loadMessage(server.client, 'shop', id))?.status;

test('a scheduled message goes into the lane when its time has come, once', async () => {
  await accept('later', { at: NOW + HOUR });
  await accept('sooner', { at: NOW + HOUR / 2 });
  expect(await releaseDue(server.client, lanes, NOW + HOUR / 2 - 1)).toBe(0);
  expect(await statusOf('sooner')).toBe('scheduled');
  expect(await releaseDue(server.client, lanes, NOW + HOUR / 2)).toBe(1);
  expect(await statusOf('sooner')).toBe('queued');
  const [first, second] = [0, 1].map(() => releaseDue(server.client, lanes, NOW + 2 * HOUR));
  await Promise.all([first, second]);
  expect(await inLane()).toEqual(['sooner', 'later']);
  expect(await releaseDue(server.client, lanes, NOW + 9 * HOUR)).toBe(0);
});

test('it stands among the scheduled ones until then, and is the newest afterwards', async () => {
  await accept('later', { at: NOW + HOUR });
  await send('now');
  const list = async (filter = {}) =>
    (await listMessages(server.client, 'shop', filter, undefined, 9)).items.map(({ id }) => id);
  expect(await list({ status: 'scheduled' })).toEqual(['later']);
  await releaseDue(server.client, lanes, NOW + HOUR);
  expect(await list({ status: 'scheduled' })).toEqual([]);
  expect(await list()).toEqual(['later', 'now']);
});

test('a cancelled one is never sent', async () => {
  await accept('later', { at: NOW + HOUR });
  expect(await cancelMessage(server.client, 'shop', 'later', NOW)).toBe(true);
  expect(await releaseDue(server.client, lanes, NOW + 2 * HOUR)).toBe(0);
  expect(await inLane()).toEqual([]);
});

test('one of a deleted session fails, even when there is a new session of the same id', async () => {
  await accept('later', { at: NOW + HOUR });
  await server.client.del('wagw:session:shop');
  await createSession(server.client, { id: 'shop', tenantId: 'shop', start: false, metadata: {} }, NOW);
  expect(await releaseDue(server.client, lanes, NOW + HOUR)).toBe(0);
  expect(await loadMessage(server.client, 'shop', 'later')).toMatchObject({
    status: 'failed',
    error: { code: 'session_deleted' },
  });
});

test('the record of a message that waits for longer than records are kept is kept', async () => {
  await accept('next year', { at: NOW + 300 * 24 * HOUR });
  const ttl = await server.client.pttl('wagw:message:shop:next year');
  expect(ttl / HOUR / 24).toBeCloseTo(330, 0);
});

test('a message whose job was never added gets it after some seconds', async () => {
  await accept('lost');
  expect(await releaseDue(server.client, lanes, NOW + 5_000)).toBe(0);
  expect(await releaseDue(server.client, lanes, NOW + 11_000)).toBe(1);
  expect(await inLane()).toEqual(['lost']);
});

test('one that was released by a process that died is released again', async () => {
  await accept('later', { at: NOW + HOUR });
  const broken: Lanes = { add: () => Promise.reject(new Error('killed')), addCommand: async () => undefined };
  await expect(releaseDue(server.client, broken, NOW + HOUR)).rejects.toThrow('killed');
  expect(await inLane()).toEqual([]);
  expect(await releaseDue(server.client, lanes, NOW + HOUR + 11_000)).toBe(1);
  expect(await inLane()).toEqual(['later']);
});

test('interactive messages go before bulk ones', async () => {
  await send('bulk 1', { to: BIA, priority: 'bulk' });
  await send('bulk 2', { to: BIA, priority: 'bulk' });
  await send('hello', { to: ANA });
  expect(await inLane()).toEqual(['hello', 'bulk 1', 'bulk 2']);
});

test('but not past an earlier one to the same chat, which goes with them', async () => {
  await send('bulk 1', { to: BIA, priority: 'bulk' });
  await send('bulk 2', { to: ANA, priority: 'bulk' });
  await send('bulk 3', { to: ANA, priority: 'bulk' });
  await send('hi', { to: BIA });
  await send('hello', { to: ANA });
  expect(await inLane()).toEqual(['bulk 1', 'hi', 'bulk 2', 'bulk 3', 'hello']);
  await send('again', { to: ANA });
  expect(await inLane()).toEqual(['bulk 1', 'hi', 'bulk 2', 'bulk 3', 'hello', 'again']);
});
