import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { createCommand } from '@wagw/shared/commands/command-store';
import { scanKeys } from '@wagw/shared/data-care/read-keys';
import { sessionsOfTenant } from '@wagw/shared/data-care/tenant-sessions';
import { storeUpload } from '@wagw/shared/media/upload-store';
import { storeBatch } from '@wagw/shared/messages/batch-store';
import { keys } from '@wagw/shared/redis/keys';
import { createSession, readSession, wishSession } from '@wagw/shared/sessions/session-store';
import { changeEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { ANA, keysHolding, sendText, startSession, talkTo, waitForDelivery } from '../testing/data-scene.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { type HostScene, startHostScene } from '../testing/host-scene.ts';
import { createMemoryBlobs } from '../testing/scripted-files.ts';
import { removeExpiredFiles, removeGoneSessions, trimEndpoints, trimIdleSessions } from './keep-no-longer.ts';

/** What is left of real traffic when its time is over: nothing of a session that was deleted, and of a living one what it needs. */

const PATIENCE_MS = 20_000;
const DAY_MS = 86_400_000;
const LATER = Date.now() + 40 * DAY_MS;
const KEEPING = { eventLogAgeMs: 7 * DAY_MS, messagesMs: 30 * DAY_MS };
const never = () => false;

let host: HostScene;
// Before the Redis that it uses.
afterAll(() => host.close());
const server = redisForSuite();
const blobs = createMemoryBlobs();
beforeAll(async () => {
  host = await startHostScene(server.url, { id: 'w1' });
});

/** A session with everything in it that sessions can have. */
async function traffic(id: string): Promise<void> {
  const redis = server.client;
  await startSession(redis, host, id, id);
  await talkTo(redis, host, blobs, id, ANA);
  const now = Date.now();
  const batch = { id: 'bat_1', type: 'text', text: 'Oi', sendAt: undefined } as const;
  await storeBatch(redis, id, { ...batch, messageIds: ['msg_1'], createdAt: now }, DAY_MS);
  await createCommand(
    redis,
    { id: 'cmd_1', sessionId: id, command: 'chats.list', input: { limit: 10 } },
    now,
  );
  const file = {
    key: `${id}/photo`,
    bytes: 1,
    mimetype: 'image/png',
    isRecognised: true,
    filename: undefined,
  };
  await storeUpload(redis, { ...file, id: 'upl_1', sessionId: id, expiresAt: now + DAY_MS });
  await redis.hset(keys.idempotency(id, 'k'), 'answer', '{}');
  await redis.expire(keys.idempotency(id, 'k'), 86_400);
}

/** Whatever has a time to live has had it. */
async function passTime(id: string): Promise<void> {
  for await (const names of scanKeys(server.client)) {
    for (const name of names.filter((each) => each.includes(id))) {
      if ((await server.client.pttl(name)) > 0) await server.client.del(name);
    }
  }
}

test('of a session that was deleted nothing is left: no key, no entry of a list, no file', async () => {
  await traffic('gone');
  await wishSession(server.client, 'gone', { desired: 'stopped', request: 'delete' });
  await until('its end', PATIENCE_MS, async () => (await readSession(server.client, 'gone')) === undefined);
  // For a week its last events can still be had, and are known as the tenant's.
  expect(await sessionsOfTenant(server.client, 'gone')).toEqual(['gone']);
  await removeGoneSessions(server.client, [blobs], Date.now() + 6 * DAY_MS);
  expect(await server.client.exists(keys.events('gone'))).toBe(1);

  expect(await removeGoneSessions(server.client, [blobs], Date.now() + 8 * DAY_MS)).toBe(1);
  expect([await keysHolding(server.client, 'gone'), await keysHolding(server.client, ANA.phone)]).toEqual([
    [],
    [],
  ]);
  expect(await blobs.list('gone')).toEqual([]);
  expect(await sessionsOfTenant(server.client, 'gone')).toEqual([]);
});

test('a session of the same id that was made again meanwhile loses nothing', async () => {
  await traffic('again');
  await wishSession(server.client, 'again', { desired: 'stopped', request: 'delete' });
  await until('its end', PATIENCE_MS, async () => (await readSession(server.client, 'again')) === undefined);
  const before = await server.client.pttl(keys.lidOfPhone('again'));
  await createSession(
    server.client,
    { id: 'again', tenantId: 'again', start: false, metadata: {} },
    Date.now(),
  );
  const names = [keys.events('again'), keys.messages('again'), keys.lidOfPhone('again')];
  const ttls = await Promise.all(names.map((name) => server.client.ttl(name)));
  expect([before > 0, ttls]).toEqual([true, [-1, -1, -1]]);
  expect(await removeGoneSessions(server.client, [blobs], LATER)).toBe(0);
  expect(await server.client.exists(...names)).toBe(3);
  await wishSession(server.client, 'again', { desired: 'stopped', request: 'delete' });
});

test('of somebody who wrote long ago a session that lives on keeps who it was, and nothing that was said', async () => {
  await traffic('lives');
  const head = keys.eventsHead('lives');
  await server.client.hset(head, 'fannedOut', String(await server.client.hget(head, 'seq')));
  expect((await keysHolding(server.client, ANA.phone, 'lives')).length).toBeGreaterThan(8);
  await passTime('lives');
  await trimIdleSessions(server.client, KEEPING, LATER, never);
  await removeExpiredFiles(server.client, blobs, LATER, never);
  expect(await keysHolding(server.client, ANA.phone, 'lives')).toEqual([
    keys.contacts('lives'),
    keys.contactIds('lives'),
    keys.lidOfPhone('lives'),
    keys.phoneOfLid('lives'),
  ]);
  const lists = [keys.messages('lives'), keys.unsettled('lives'), keys.eventsSeen('lives')];
  expect(await server.client.exists(...lists)).toBe(0);
});

test('a chat that gets bulk messages for ever has a list of those alone that still wait', async () => {
  await startSession(server.client, host, 'bulk', 'bulk');
  const chat = ANA.chat;
  const ids: string[] = [];
  for (let at = 0; at < 20; at += 1) {
    const id = await sendText(server.client, 'bulk', chat, `offer ${at}`);
    ids.push(id);
    await until('the send', PATIENCE_MS, async () => {
      return (await server.client.hget(keys.message('bulk', id), 'status')) !== 'queued';
    });
  }
  expect(await server.client.lrange(keys.waitingBulk('bulk', chat), 0, -1)).toEqual(ids.slice(-1));
});

test('what waits for an endpoint that is disabled is given up in the end; of one that is enabled nothing is', async () => {
  await traffic('told');
  await waitForDelivery(server.client, 'on', 'native', ['told']);
  await server.client.hset(keys.eventsHead('told'), 'fannedOut', '0');
  await waitForDelivery(server.client, 'off', 'tenant', ['told']);
  await changeEndpoint(server.client, 'off', { enabled: false }, Date.now());
  const waiting = () => Promise.all(['on', 'off'].map((id) => server.client.zcard(keys.webhookPending(id))));
  const [on = 0, off = 0] = await waiting();
  expect([on > 0, off > 0]).toEqual([true, true]);
  const keeping = { deadLettersMs: 30 * DAY_MS };
  await trimEndpoints(server.client, keeping, Date.now() + 29 * DAY_MS, never);
  expect(await waiting()).toEqual([on, off]);
  await trimEndpoints(server.client, keeping, LATER, never);
  expect(await waiting()).toEqual([on, 0]);
  const lane = await server.client.exists(keys.webhookLane('off', 'told'), keys.webhookDue('off'));
  expect(lane).toBe(0);
});
