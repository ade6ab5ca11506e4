import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import {
  type ErasureRecord,
  type ErasureSubject,
  finishErasure,
  readErasure,
  requestErasure,
} from '@wagw/shared/data-care/erasure-store';
import { parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import { newMessageId } from '@wagw/shared/messages/message-id';
import { keys } from '@wagw/shared/redis/keys';
import { readSession } from '@wagw/shared/sessions/session-store';
import type { Rounds } from '../rounds.ts';
import {
  ANA,
  BIA,
  keysHolding,
  sendText,
  startSession,
  talkTo,
  waitForDelivery,
} from '../testing/data-scene.ts';
import { engineMessage, refOf, SHOP_CHAT } from '../testing/engine-messages.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { type HostScene, startHostScene } from '../testing/host-scene.ts';
import { silentLogger } from '../testing/parts.ts';
import { createMemoryBlobs } from '../testing/scripted-files.ts';
import { startErasing } from './erasing.ts';

/** What is erased is gone from everywhere, by a search that knows nothing of how it was erased; and nothing else is. */

const PATIENCE_MS = 30_000;
let host: HostScene;
// Before the Redis that it uses.
afterAll(() => host.close());
const server = redisForSuite();
const blobs = createMemoryBlobs();
const running: Rounds[] = [];

beforeAll(async () => {
  host = await startHostScene(server.url, { id: 'w1' });
  for (const [session, tenant] of [
    ['loja-1', 'acme'],
    ['loja-2', 'acme'],
    ['outra', 'other'],
  ] as const) {
    await startSession(server.client, host, session, tenant);
    for (const person of [ANA, BIA]) await talkTo(server.client, host, blobs, session, person);
  }
  await waitForDelivery(server.client, 'native', 'native', ['loja-1', 'loja-2', 'outra']);
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

function work(changes: object = {}): void {
  const parts = { redis: server.client, blobs, logger: silentLogger, tickMs: 20, patienceMs: 20_000 };
  running.push(startErasing({ ...parts, ...changes }));
}

async function erase(subject: ErasureSubject): Promise<ErasureRecord> {
  const { id } = await requestErasure(server.client, newMessageId(), subject, Date.now());
  work();
  return finished(id);
}

const finished = (id: string): Promise<ErasureRecord> =>
  until('the end of the erasure', PATIENCE_MS, async () => {
    const record = await readErasure(server.client, id);
    return record?.finishedAt === undefined ? undefined : record;
  });

const keysWith = (text: string, within?: string) => keysHolding(server.client, text, within);

const dataOf = async (sessionId: string) =>
  (await readEvents(server.client, sessionId, 0, 1_000)).map(({ json }) => parseEnvelope(json));

test('a contact in one session: events keep their places, and nothing of anybody else changes', async () => {
  const before = await dataOf('loja-1');
  const others = { bia: await keysWith(BIA.phone), elsewhere: await keysWith(ANA.phone, 'loja-2') };
  const queued = await sendText(server.client, 'loja-1', ANA.chat, 'later still', Date.now() + 60_000);

  const record = await erase({
    kind: 'contact',
    tenantId: 'acme',
    sessionId: 'loja-1',
    contactId: ANA.chat,
  });
  expect({ state: record.state, found: record.found }).toEqual({ state: 'done', found: {} });
  expect(record.erased).toMatchObject({ messages: 4, files: 1 });
  expect([await keysWith(ANA.phone, 'loja-1'), await keysWith(ANA.lid, 'loja-1')]).toEqual([[], []]);
  expect(await blobs.list('loja-1')).toEqual(['loja-1/received-bia']);
  // What is left only keeps it from coming back.
  expect(await server.client.hgetall(keys.message('loja-1', queued))).toEqual({ erased: '1' });

  const after = await dataOf('loja-1');
  const aboutAna = (event: object) => JSON.stringify(event).includes(ANA.phone);
  expect(after).toEqual(
    before.map((event) => (aboutAna(event) ? { ...event, data: { erased: true } } : event)),
  );
  expect(after.filter(({ data }) => data.erased === true).length).toBeGreaterThan(2);
  expect(await keysWith(BIA.phone)).toEqual(others.bia);
  expect(await keysWith(ANA.phone, 'loja-2')).toEqual(others.elsewhere);
  // What it was about is forgotten too.
  expect(record.contactId).toBeUndefined();
});

test('what was erased does not come back from WhatsApp Web’s own store, and the log goes on', async () => {
  const seen = `3EB0${ANA.phone}`;
  const ref = refOf(seen, false, ANA.chat);
  const timestamp = Math.floor(Date.now() / 1000);
  const engine = host.engineOf('loja-1');
  const [last] = (await dataOf('loja-1')).slice(-1);
  const message = { from: ANA.chat, to: SHOP_CHAT, body: 'Oi', timestamp, hasMedia: true };
  engine.report({ type: 'message', message: engineMessage(seen, { ...message, ref }) });
  engine.report({ type: 'connection_state', state: 'CONNECTED' });
  await until('the next event', PATIENCE_MS, async () => {
    const [newest] = (await dataOf('loja-1')).slice(-1);
    return newest?.event === 'change_state' && newest.seq === (last?.seq ?? 0) + 1;
  });
  expect(await keysWith(ANA.phone, 'loja-1')).toEqual([]);
});

test('a contact in all sessions of a tenant; what waits in a format that cannot tell it is not delivered', async () => {
  await waitForDelivery(server.client, 'tenant', 'tenant', ['loja-1', 'loja-2', 'outra']);
  const elsewhere = await keysWith(BIA.phone, 'outra');
  const subject = {
    kind: 'contact',
    tenantId: 'acme',
    sessionId: undefined,
    contactId: `${BIA.lid}@lid`,
  } as const;
  const record = await erase(subject);
  expect({ state: record.state, found: record.found }).toEqual({ state: 'done', found: {} });
  for (const session of ['loja-1', 'loja-2']) expect(await keysWith(BIA.phone, session)).toEqual([]);
  expect(await keysWith(BIA.phone, 'outra')).toEqual(elsewhere);
  const lane = await server.client.lrange(keys.webhookLane('tenant', 'loja-1'), 0, -1);
  const there = await Promise.all(lane.map((id) => server.client.exists(keys.delivery(id))));
  expect(there.every((exists) => exists === 1)).toBe(true);
});

test('a tenant: begun by one worker that stops in the middle, finished by another, and nothing is left', async () => {
  const elsewhere = await keysWith('outra');
  const { id } = await requestErasure(
    server.client,
    'era-2',
    { kind: 'tenant', tenantId: 'acme' },
    Date.now(),
  );
  const again = await requestErasure(
    server.client,
    'era-3',
    { kind: 'tenant', tenantId: 'acme' },
    Date.now(),
  );
  expect(again.id).toBe(id);
  work();
  await until(
    'its beginning',
    PATIENCE_MS,
    async () => (await readErasure(server.client, id))?.plan !== undefined,
  );
  await running.pop()?.close();
  work();
  const record = await finished(id);
  expect({ state: record.state, found: record.found, notes: record.notes }).toEqual({
    state: 'done',
    found: {},
    notes: [],
  });
  const ofErasures = (name: string) => name.startsWith(keys.erasure(''));
  for (const text of ['loja-1', 'loja-2']) {
    expect((await keysWith(text)).filter((name) => !ofErasures(name))).toEqual([]);
  }
  expect((await keysWith('acme')).every(ofErasures)).toBe(true);
  expect(host.engineOf('loja-1').isRunning).toBe(false);
  expect([await blobs.list('loja-1'), (await blobs.list('outra')).length]).toEqual([[], 2]);
  expect((await readSession(server.client, 'outra'))?.code).toBe('ready');
  const rest = (await keysWith('outra')).filter((name) => !elsewhere.includes(name));
  expect(rest).toEqual([]);
});

test('what cannot be erased is found, and told', async () => {
  // A note of the customer's own, which nobody may change.
  await server.client.hset(
    keys.session('outra'),
    'metadata',
    JSON.stringify({ owner: '+55 (11) 98765-4321' }),
  );
  const record = await erase({ kind: 'contact', tenantId: 'other', sessionId: 'outra', contactId: ANA.chat });
  expect({ state: record.state, found: record.found }).toEqual({
    state: 'incomplete',
    found: { session: 1 },
  });
  await finishErasure(server.client, record.id, {}, Date.now());
});
