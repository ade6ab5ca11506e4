import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { appendEvent, newEventId, readEvents, readLogBounds, unfenced } from '../events/event-log.ts';
import { keys } from '../redis/keys.ts';
import { createSession } from '../sessions/session-store.ts';
import { blankLog } from './blank-log.ts';

/** The log is written anew under its readers and writers. */

const SESSION = 'shop';
let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.client.flushdb();
  await createSession(server.client, { id: SESSION, tenantId: 'acme', start: false, metadata: {} }, 1);
});

const append = (state: string) =>
  appendEvent(server.client, {
    fence: unfenced(SESSION),
    tenantId: 'acme',
    body: { event: 'change_state', data: { state } },
    id: newEventId(),
    now: Date.now(),
    length: 100_000,
  });
const states = async () =>
  (await readEvents(server.client, SESSION, 0, 10_000)).map(({ seq, json }) => {
    const { data, ...event } = JSON.parse(json) as { seq: number; data: { state?: string } };
    expect(event.seq).toBe(seq);
    return data.state ?? data;
  });
/** With its quotation mark: ids of events have every letter, and sometimes these three in a row. */
const ofAna = (json: string) => json.includes('"ana ');
const ERASED = { erased: true };

test('events that are appended meanwhile are neither lost nor moved', async () => {
  for (let at = 0; at < 1_200; at += 1) void append(at % 3 === 0 ? `ana ${at}` : `bia ${at}`);
  await append('the last before');
  const blanking = blankLog(server.client, SESSION, ofAna);
  for (let at = 0; at < 300; at += 1) await append(`meanwhile ${at}`);
  expect(await blanking).toBe(400);
  await append('after');
  const found = await states();
  expect(found).toEqual([
    ...Array.from({ length: 1_200 }, (_, at) => (at % 3 === 0 ? ERASED : `bia ${at}`)),
    'the last before',
    ...Array.from({ length: 300 }, (_, at) => `meanwhile ${at}`),
    'after',
  ]);
  expect(await server.client.exists(`${keys.events(SESSION)}:draft`)).toBe(0);
});

test('what has left the log meanwhile does not come back, and a time to live stays', async () => {
  for (let at = 0; at < 20; at += 1) await append(`ana ${at}`);
  await server.client.expire(keys.events(SESSION), 1_000);
  let isTrimmed = Promise.resolve(0);
  await blankLog(server.client, SESSION, (json) => {
    if (json.includes('"ana 19')) isTrimmed = server.client.xtrim(keys.events(SESSION), 'MINID', '11-0');
    return ofAna(json);
  });
  await isTrimmed;
  expect(await readLogBounds(server.client, SESSION)).toEqual({ first: 11, last: 20 });
  expect(await states()).toEqual(Array.from({ length: 10 }, () => ERASED));
  expect(await server.client.ttl(keys.events(SESSION))).toBeGreaterThan(900);
});

test('a log without anything to be erased is not touched, nor is one that does not exist', async () => {
  await append('bia');
  const before = await readEvents(server.client, SESSION, 0, 10);
  expect(await blankLog(server.client, SESSION, ofAna)).toBe(0);
  expect(await readEvents(server.client, SESSION, 0, 10)).toEqual(before);
  expect(await blankLog(server.client, 'nothing', ofAna)).toBe(0);
});
