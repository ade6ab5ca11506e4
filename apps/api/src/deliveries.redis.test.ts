import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { readEvents } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { type Due, readDue, settle } from '@wagw/shared/webhooks/due-deliveries';
import { readEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';
import { append, battery, ownedSession } from './testing/append-events.ts';
import { type Answer, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
let redis: Redis;
beforeAll(async () => {
  api = await startApi();
  redis = api.redisServer.client;
});
afterAll(() => api.close());

const ATTEMPT = {
  at: '2026-01-01T12:00:00.000Z',
  durationMs: 12,
  outcome: 'http_5xx',
  status: 500,
  detail: 'The receiver answered 500.',
  response: 'oops',
  requestHeaders: { 'webhook-id': 'evt_1', 'webhook-signature': 'v1,c2lnbmVk' },
  responseHeaders: { server: 'shop' },
};

const problemOf = ({ status, body }: Answer) => [status, body.code];

async function webhook(settings: object = {}): Promise<string> {
  const body = { url: 'https://shop.example/hooks', ...settings };
  return String((await api.call('POST', '/api/v1/webhooks', { body })).body.id);
}

const ask = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call('POST', `/api/v1/webhooks/${path}`, { body, headers });
const replay = (id: string, body?: unknown): Promise<Answer> => ask(`${id}/replay`, body);
const delivery = (id: unknown): Promise<Answer> => api.call('GET', `/api/v1/webhooks/deliveries/${id}`);

interface Listed {
  readonly id: string;
  readonly event: string;
  readonly seq: number;
  readonly sessionId: string;
  readonly status: string;
}
async function list(id: string, query = '', what = 'deliveries') {
  const { body } = await api.call('GET', `/api/v1/webhooks/${id}/${what}?${query}`);
  return body as unknown as { items: Listed[]; nextCursor: string | null };
}

/** What a worker would post now. */
async function dueOf(id: string): Promise<Due[]> {
  const endpoint = await readEndpoint(redis, id);
  if (endpoint === undefined) throw new Error('there is no such webhook');
  return readDue(redis, endpoint, 20_000, []);
}

/** A worker's part: everything that is due, again and again, comes to this. @returns the events in the order of the attempts */
async function workOff(id: string, status: 'delivered' | 'dead' = 'delivered'): Promise<string[]> {
  const done: string[] = [];
  for (let due = await dueOf(id); due.length > 0; due = await dueOf(id)) {
    for (const each of due) {
      done.push(...each.deliveries.map(({ eventId }) => eventId));
      await settle(redis, { id, batch: null }, each, {
        status,
        attempt: JSON.stringify(ATTEMPT),
        nextAt: 0,
        keepMs: 60_000,
        failure: ATTEMPT.detail,
      });
    }
  }
  return done;
}

let sessions = 0;

/** A session with events in its log. @returns its id, and the ids of its events */
async function sessionWith(count: number, tenantId?: string): Promise<{ id: string; events: string[] }> {
  sessions += 1;
  const id = await ownedSession(redis, `logged-${sessions}`, tenantId);
  for (let n = 0; n < count; n += 1) await append(redis, id, tenantId === undefined ? {} : { tenantId });
  const logged = await readEvents(redis, id, 0, count);
  return { id, events: logged.map(({ json }) => (JSON.parse(json) as { id: string }).id) };
}

describe('a test', () => {
  test('delivers an example by itself, at once', async () => {
    const id = await webhook({ ordered: true, batch: { max: 10 }, sessionId: 'shop', tenantId: 'acme' });
    const answer = await ask(`${id}/test`);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/v1/webhooks/deliveries/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      webhookId: id,
      event: 'message',
      eventId: expect.stringMatching(/^evt_test_[\w-]+$/),
      sessionId: 'shop',
      tenantId: 'acme',
      seq: 0,
      status: 'pending',
      attempts: 0,
      log: [],
    });
    expect(JSON.parse(String(answer.body.body))).toMatchObject({
      id: answer.body.eventId,
      seq: 0,
      event: 'message',
      data: EVENTS.message.example,
    });
    expect(await dueOf(id)).toMatchObject([
      { member: `one:${answer.body.id}`, deliveries: [{ body: answer.body.body }] },
    ]);
  });

  test('can wait for its first attempt', async () => {
    const id = await webhook();
    const headers = { prefer: 'wait=20', 'idempotency-key': 'test-1' };
    const asked = ask(`${id}/test`, { event: 'change_battery' }, headers);
    const worker = async () => {
      const [due] = await dueOf(id);
      if (due === undefined) return false;
      const attempt = JSON.stringify(ATTEMPT);
      const outcome = { status: 'pending', attempt, nextAt: 9e12, keepMs: 60_000, failure: '' } as const;
      await settle(redis, { id, batch: null }, due, outcome);
      return true;
    };
    while (!(await worker()));
    const answer = await asked;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
    expect(answer.body).toMatchObject({
      event: 'change_battery',
      status: 'pending',
      attempts: 1,
      log: [ATTEMPT],
    });
    // The same request again is the same delivery.
    expect((await ask(`${id}/test`, { event: 'change_battery' }, headers)).body).toEqual(answer.body);
    expect((await list(id)).items).toHaveLength(1);
  });

  test('says what cannot be', async () => {
    const format = await webhook({ format: 'connection' });
    expect(problemOf(await ask(`${format}/test`, { event: 'change_battery' }))).toEqual([
      422,
      'event_not_carried',
    ]);
    const disabled = await webhook({ enabled: false });
    expect(problemOf(await ask(`${disabled}/test`))).toEqual([409, 'webhook_disabled']);
    expect(problemOf(await ask('nobody/test'))).toEqual([404, 'webhook_not_found']);
    expect(problemOf(await ask(`${disabled}/test`, { event: 'nothing' }))).toEqual([400, 'invalid_request']);
  });
});

describe('deliveries', () => {
  test('are listed newest first, by pages, and by their status', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(7);
    await replay(id, { status: 'all', sessionId: session });
    const due = await dueOf(id);
    for (const [at, each] of due.entries()) {
      const status = (['delivered', 'dead', 'pending'] as const)[at % 3] ?? 'pending';
      const attempt = JSON.stringify(ATTEMPT);
      await settle(redis, { id, batch: null }, each, {
        status,
        attempt,
        nextAt: 9e12,
        keepMs: 60_000,
        failure: '',
      });
    }
    const counts = await Promise.all(
      ['', 'status=delivered', 'status=dead', 'status=pending'].map(
        async (query) => (await list(id, query)).items.length,
      ),
    );
    expect(counts).toEqual([7, 3, 2, 2]);
    expect((await list(id, '', 'dead-letters')).items).toEqual((await list(id, 'status=dead')).items);
    expect((await list(id, 'status=pending')).items.map(({ status }) => status)).toEqual([
      'pending',
      'pending',
    ]);

    for (const query of ['', 'status=delivered', 'status=dead']) {
      const walked: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list(id, `limit=2&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        walked.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor;
      }
      expect(walked).toEqual((await list(id, query)).items.map((item) => item.id));
    }
  });

  test('are found by their event and their session, each with its last attempt', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(2);
    const { id: other } = await sessionWith(1);
    for (const sessionId of [session, other]) await replay(id, { status: 'all', sessionId });
    await ask(`${id}/test`, { event: 'message_ack' });
    await workOff(id, 'dead');
    expect((await list(id, `sessionId=${other}`)).items).toMatchObject([{ sessionId: other }]);
    expect((await list(id, `sessionId=${session}`, 'dead-letters')).items).toHaveLength(2);
    const { requestHeaders: _, responseHeaders: __, ...lastAttempt } = ATTEMPT;
    expect((await list(id, 'event=message_ack&status=dead')).items).toEqual([
      expect.objectContaining({ event: 'message_ack', lastAttempt }),
    ]);
  });

  test('say when they are tried next, or what goes before them', async () => {
    const nextOf = async (item: Listed | undefined) => {
      const { nextAttemptAt, waitsFor } = (await delivery(item?.id)).body;
      return { nextAttemptAt, waitsFor };
    };
    const { id: session } = await sessionWith(2);
    const alone = await webhook();
    const ordered = await webhook({ ordered: true });
    const next = Date.parse('2100-01-01T00:00:00.000Z');
    for (const id of [alone, ordered]) {
      await replay(id, { status: 'all', sessionId: session });
      for (const due of await dueOf(id)) {
        const attempt = JSON.stringify(ATTEMPT);
        const outcome = { status: 'pending', attempt, nextAt: next, keepMs: 60_000, failure: '' } as const;
        await settle(redis, { id, batch: null }, due, outcome);
      }
    }
    const waits = { nextAttemptAt: new Date(next).toISOString(), waitsFor: null };
    for (const item of (await list(alone)).items) expect(await nextOf(item)).toEqual(waits);
    const items = (await list(ordered)).items.toSorted((a, b) => a.seq - b.seq);
    expect(await nextOf(items[0])).toEqual(waits);
    expect(await nextOf(items[1])).toEqual({ nextAttemptAt: null, waitsFor: items[0]?.id });
  });

  test('show what was signed to those alone who manage webhooks', async () => {
    const id = await webhook();
    const { body: made } = await ask(`${id}/test`);
    await workOff(id);
    expect((await delivery(made.id)).body.log).toEqual([ATTEMPT]);
    const { body: issued } = await api.call('POST', '/api/v1/keys', { body: { scopes: ['read'] } });
    const headers = { 'x-gateway-key': String(issued.key) };
    const seen = await api.call('GET', `/api/v1/webhooks/deliveries/${made.id}`, { headers });
    const requestHeaders = { 'webhook-id': '(hidden)', 'webhook-signature': '(hidden)' };
    expect(seen.body.log).toEqual([{ ...ATTEMPT, requestHeaders }]);
  });

  test('go on where a page ended, also when the last of it is gone or elsewhere', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(6);
    await replay(id, { status: 'all', sessionId: session });
    await workOff(id, 'dead');
    const all = (await list(id, '', 'dead-letters')).items.map((item) => item.id);
    const page = await list(id, 'limit=3', 'dead-letters');
    await ask(`deliveries/${page.items[2]?.id}/replay`);
    const rest = await list(id, `cursor=${page.nextCursor}`, 'dead-letters');
    expect(rest.items.map((item) => item.id)).toEqual(all.slice(3));
  });

  test('whose records have had their time are not listed', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(3);
    await replay(id, { status: 'all', sessionId: session });
    await workOff(id, 'dead');
    const [first] = (await list(id, '', 'dead-letters')).items;
    await redis.del(keys.delivery(String(first?.id)));
    expect((await list(id, '', 'dead-letters')).items).toHaveLength(2);
    expect((await api.call('GET', `/api/v1/webhooks/${id}`)).body.health).toMatchObject({ dead: 2 });
    expect(problemOf(await delivery(first?.id))).toEqual([404, 'delivery_not_found']);
  });

  test('have their bytes: before they are delivered and after, from the log, until that has lost them', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(1);
    const [logged] = await readEvents(redis, session, 0, 1);
    await replay(id, { status: 'all', sessionId: session });
    const [item] = (await list(id)).items;
    expect((await delivery(item?.id)).body).toMatchObject({ body: logged?.json, log: [], settledAt: null });
    await workOff(id);
    expect((await delivery(item?.id)).body).toMatchObject({
      body: logged?.json,
      status: 'delivered',
      attempts: 1,
      log: [ATTEMPT],
      settledAt: expect.any(String),
    });
    await redis.del(keys.events(session));
    expect((await delivery(item?.id)).body).toMatchObject({ body: null });
    expect(problemOf(await ask(`deliveries/${item?.id}/replay`))).toEqual([410, 'event_gone']);
  });

  test('of a session that was deleted and counts anew do not show the events of the next', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(1);
    await replay(id, { status: 'all', sessionId: session });
    await workOff(id);
    await redis.del(keys.events(session), keys.eventsHead(session));
    await append(redis, session);
    const [item] = (await list(id)).items;
    expect((await delivery(item?.id)).body).toMatchObject({ seq: 1, body: null });
  });
});

describe('a single replay', () => {
  test.each(['delivered', 'dead'] as const)(
    'sends what was %s again, with the same bytes',
    async (status) => {
      const id = await webhook();
      const { id: session, events } = await sessionWith(1);
      await replay(id, { status: 'all', sessionId: session });
      const [before] = await dueOf(id);
      await workOff(id, status);
      const [item] = (await list(id)).items;
      const answer = await ask(`deliveries/${item?.id}/replay`);
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ status: 'pending', replays: 1, attempts: 1, eventId: events[0] });
      expect(await dueOf(id)).toMatchObject([
        { deliveries: [{ body: before?.deliveries[0]?.body }], tries: 0 },
      ]);
      expect(problemOf(await ask(`deliveries/${item?.id}/replay`))).toEqual([409, 'delivery_pending']);
    },
  );

  test('of a dead letter needs no log', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(1);
    await replay(id, { status: 'all', sessionId: session });
    await workOff(id, 'dead');
    await redis.del(keys.events(session));
    const [item] = (await list(id)).items;
    expect((await ask(`deliveries/${item?.id}/replay`)).status).toBe(202);
  });

  test('of nothing is answered so', async () => {
    expect(problemOf(await ask('deliveries/dlv_nothing/replay'))).toEqual([404, 'delivery_not_found']);
  });
});

describe('a replay of many', () => {
  test('by default sends the dead letters again, in the order of the log', async () => {
    const id = await webhook({ ordered: true });
    const { id: session, events } = await sessionWith(5);
    await replay(id, { status: 'all', sessionId: session });
    await workOff(id, 'dead');
    const answer = await replay(id);
    expect([answer.status, answer.body]).toEqual([202, { added: 5, skipped: 0, nextCursor: null }]);
    expect(await workOff(id)).toEqual(events);
    expect((await replay(id)).body).toEqual({ added: 0, skipped: 0, nextCursor: null });
  });

  test('of all sends what the log has in the scope of the webhook, in its order', async () => {
    const [mine, yours] = [await sessionWith(4, 'scoped'), await sessionWith(2, 'other')];
    const ofTenant = await webhook({ tenantId: 'scoped', ordered: true });
    expect((await replay(ofTenant, { status: 'all' })).body).toMatchObject({ added: 4, skipped: 0 });
    expect((await replay(ofTenant, { status: 'all' })).body).toMatchObject({ added: 0, skipped: 4 });
    expect(await workOff(ofTenant)).toEqual(mine.events);
    // What was delivered is delivered again.
    expect((await replay(ofTenant, { status: 'all' })).body).toMatchObject({ added: 4 });

    const ofSession = await webhook({ sessionId: yours.id });
    await replay(ofSession, { status: 'all' });
    expect((await workOff(ofSession)).sort()).toEqual([...yours.events].sort());
    expect((await replay(ofSession, { status: 'all', sessionId: mine.id })).body).toMatchObject({ added: 0 });
  });

  test('can be of certain events and of a time', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(2);
    await append(redis, session, { body: battery });
    const only = { status: 'all', sessionId: session };
    expect((await replay(id, { ...only, events: ['change_battery'] })).body).toMatchObject({ added: 1 });
    const filtered = await webhook({ events: ['change_battery'] });
    expect((await replay(filtered, only)).body).toMatchObject({ added: 1 });

    const now = Date.now();
    const at = (ms: number) => new Date(now + ms).toISOString();
    expect((await replay(id, { ...only, since: at(60_000) })).body).toMatchObject({ added: 0, skipped: 0 });
    expect((await replay(id, { ...only, until: at(-60_000) })).body).toMatchObject({ added: 0, skipped: 0 });
    expect((await replay(id, { ...only, since: at(-60_000), until: at(60_000) })).body).toMatchObject({
      added: 2,
      skipped: 1,
    });
    await workOff(id, 'dead');
    expect((await replay(id, { since: at(60_000) })).body).toMatchObject({ added: 0 });
    expect((await replay(id, { until: at(-60_000) })).body).toMatchObject({ added: 0 });
    expect((await replay(id, { since: at(-60_000), events: ['change_state'] })).body).toMatchObject({
      added: 2,
    });
  });

  test('counts what the log has lost, and what the format does not carry', async () => {
    const { id: session } = await sessionWith(3, 'lossy');
    await redis.xdel(keys.events(session), '2-0');
    const id = await webhook({ tenantId: 'lossy' });
    expect((await replay(id, { status: 'all' })).body).toMatchObject({ added: 2, skipped: 1 });
    const other = await webhook({ tenantId: 'lossy', format: 'connection' });
    expect((await replay(other, { status: 'all' })).body).toMatchObject({ added: 0, skipped: 3 });
  });

  test('does not tell a webhook of itself', async () => {
    const [id, other] = [await webhook(), await webhook()];
    const { id: session } = await sessionWith(0);
    const data = { webhookId: id, url: 'https://shop.example/hooks' };
    await append(redis, session, { body: { event: 'webhook.recovered', data } });
    const wish = { status: 'all', sessionId: session };
    expect((await replay(id, wish)).body).toMatchObject({ added: 0 });
    expect((await replay(other, wish)).body).toMatchObject({ added: 1 });
  });

  test('at a disabled webhook waits until it is enabled', async () => {
    const { id: session } = await sessionWith(2);
    const id = await webhook({ enabled: false });
    expect((await replay(id, { status: 'all', sessionId: session })).body).toMatchObject({ added: 2 });
    await api.call('PATCH', `/api/v1/webhooks/${id}`, { body: { enabled: true } });
    expect(await redis.zscore(keys.webhooksDue, id)).not.toBeNull();
    expect(await workOff(id)).toHaveLength(2);
  });

  test.each([{ status: 'pending' }, { since: 'yesterday' }, { cursor: '12' }, { events: [] }])(
    'is not asked for with %j',
    async (body) => {
      expect(problemOf(await replay(await webhook(), body))).toEqual([400, 'invalid_request']);
    },
  );
});
