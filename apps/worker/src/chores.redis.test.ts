import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { appendEvent, type Fence, newEventId, readEvents } from '@wagw/shared/events/event-log';
import { keepBlob } from '@wagw/shared/media/blob-expiry';
import { createLanes, laneName } from '@wagw/shared/queue/queues';
import { keys, QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { startChores } from './chores.ts';
import type { Rounds } from './rounds.ts';
import { redisForSuite } from './testing/for-suite.ts';
import { silentLogger } from './testing/parts.ts';
import { createMemoryBlobs } from './testing/scripted-files.ts';
import { storeFresh, storeMessage } from './testing/stored.ts';

const PATIENCE_MS = 10_000;

const server = redisForSuite();
let fence: Fence;
let blobs: BlobStore;
const running: Rounds[] = [];
beforeEach(async () => {
  await server.client.flushdb();
  fence = await storeFresh(server.client);
  blobs = createMemoryBlobs();
});
afterEach(async () => {
  for (const chores of running.splice(0)) await chores.close();
});

function start(): void {
  const parts = {
    redis: server.client,
    lanes: createLanes(server.client),
    blobs,
    keeping: { eventLogAgeMs: 60_000 },
    logger: silentLogger,
  };
  running.push(startChores(parts));
}

const waiting = () => server.client.lrange(`${QUEUE_PREFIX}:${laneName(fence.sessionId)}:wait`, 0, '-1');

test('a scheduled message comes into its lane when it is due, once, however many workers there are', async () => {
  const sendAt = Date.now() + 1_500;
  const { id } = await storeMessage(server.client, fence.sessionId, 'later', { sendAt });
  start();
  start();
  const jobs = await until('the job', PATIENCE_MS, async () => {
    const found = await waiting();
    return found.length > 0 ? found : undefined;
  });
  expect([jobs, Date.now() >= sendAt]).toEqual([[id], true]);
});

test('files that are kept no longer are removed, and no others', async () => {
  const put = (name: string) => blobs.put(`${fence.sessionId}/${name}`, Readable.from([Buffer.from('x')]));
  for (const name of ['old', 'new', 'kept']) await put(name);
  await keepBlob(server.client, `${fence.sessionId}/old`, Date.now() - 1);
  await keepBlob(server.client, `${fence.sessionId}/new`, Date.now() + 60_000);
  start();
  const names = () => blobs.list(fence.sessionId);
  await until('the old one to go', PATIENCE_MS, async () => (await names()).length === 2);
  expect(await names()).toEqual([`${fence.sessionId}/kept`, `${fence.sessionId}/new`]);
});

test('the webhook of a session that was deleted goes when it has had all, and no other', async () => {
  const longAgo = 1_600_000_000_000;
  const webhook = { url: 'https://shop.example/hooks' };
  await createEndpoint(server.client, 'orphan', { ...webhook, sessionId: 'deleted' }, longAgo);
  await createEndpoint(server.client, 'other', { ...webhook, sessionId: fence.sessionId }, longAgo);
  await server.client.hset(keys.eventsHead('deleted'), { seq: 7, fannedOut: 7 });
  await server.client.expire(keys.eventsHead('deleted'), 1_000);
  start();
  await until('its end', PATIENCE_MS, async () => (await server.client.exists(keys.webhook('orphan'))) === 0);
  expect(await server.client.exists(keys.webhook('other'))).toBe(1);
});

test('a store that is away does not keep messages from their lanes', async () => {
  blobs.delete = async () => {
    throw new Error('the store is away');
  };
  await keepBlob(server.client, `${fence.sessionId}/old`, Date.now() - 1);
  const { id } = await storeMessage(server.client, fence.sessionId, 'later', { sendAt: Date.now() + 1_200 });
  start();
  await until('the job', PATIENCE_MS, async () => (await waiting()).includes(id));
});

test('events that are too old leave the log of a session in which nothing happens', async () => {
  const record = (now: number) =>
    appendEvent(server.client, {
      fence,
      tenantId: 'acme',
      body: { event: 'change_state', data: { state: 'CONNECTED' } },
      id: newEventId(),
      now,
      length: 100,
    });
  for (const age of [120_000, 90_000, 0]) await record(Date.now() - age);
  await server.client.hset(keys.eventsHead(fence.sessionId), 'fannedOut', 3);
  start();
  const kept = async () => (await readEvents(server.client, fence.sessionId, 0, 10)).map(({ seq }) => seq);
  await until('the old ones to go', PATIENCE_MS, async () => (await kept()).length === 1);
  expect(await kept()).toEqual([3]);
});
