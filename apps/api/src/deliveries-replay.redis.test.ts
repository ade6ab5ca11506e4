import { describe, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { append, battery } from './testing/append-events.ts';
import { problemOf, useWebhooks } from './testing/use-webhooks.ts';

/** Delivering again: one delivery, or what the log still has. */

const world = useWebhooks();
const { webhook, ask, replay, list, dueOf, workOff, sessionWith } = world;

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
    await world.redis.del(keys.events(session));
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
    await append(world.redis, session, { body: battery });
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
    await world.redis.xdel(keys.events(session), '2-0');
    const id = await webhook({ tenantId: 'lossy' });
    expect((await replay(id, { status: 'all' })).body).toMatchObject({ added: 2, skipped: 1 });
    const other = await webhook({ tenantId: 'lossy', format: 'connection' });
    expect((await replay(other, { status: 'all' })).body).toMatchObject({ added: 0, skipped: 3 });
  });

  test('does not tell a webhook of itself', async () => {
    const [id, other] = [await webhook(), await webhook()];
    const { id: session } = await sessionWith(0);
    const data = { webhookId: id, url: 'https://shop.example/hooks' };
    await append(world.redis, session, { body: { event: 'webhook.recovered', data } });
    const wish = { status: 'all', sessionId: session };
    expect((await replay(id, wish)).body).toMatchObject({ added: 0 });
    expect((await replay(other, wish)).body).toMatchObject({ added: 1 });
  });

  test('at a disabled webhook waits until it is enabled', async () => {
    const { id: session } = await sessionWith(2);
    const id = await webhook({ enabled: false });
    expect((await replay(id, { status: 'all', sessionId: session })).body).toMatchObject({ added: 2 });
    await world.api.call('PATCH', `/api/v1/webhooks/${id}`, { body: { enabled: true } });
    expect(await world.redis.zscore(keys.webhooksDue, id)).not.toBeNull();
    expect(await workOff(id)).toHaveLength(2);
  });

  test.each([
    { status: 'pending' },
    { since: 'yesterday' },
    { cursor: '12' },
    { events: [] },
    { sessionId: 'shop', fromSeq: 0 },
    { toSeq: 3 },
  ])('is not asked for with %j', async (body) => {
    expect(problemOf(await replay(await webhook(), body))).toEqual([400, 'invalid_request']);
  });
});

describe('a replay by number', () => {
  test('is of one session, in its order, with both ends', async () => {
    const id = await webhook({ ordered: true });
    const [{ id: session, events }] = [await sessionWith(5), await sessionWith(5)];
    const wish = { sessionId: session, fromSeq: 2, toSeq: 4 };
    const answer = await replay(id, wish);
    expect([answer.status, answer.body]).toEqual([202, { added: 3, skipped: 0, nextCursor: null }]);
    expect((await replay(id, wish)).body).toMatchObject({ added: 0, skipped: 3 });
    expect(await workOff(id)).toEqual(events.slice(1, 4));
    await replay(id, { sessionId: session, fromSeq: 4 });
    expect(await workOff(id)).toEqual(events.slice(3));
    expect((await replay(id, { sessionId: session, fromSeq: 6 })).body).toMatchObject({ added: 0 });
  });

  test('leaves out what the webhook or the wish does not mean, and counts what the log has lost', async () => {
    const { id: session } = await sessionWith(3);
    await append(world.redis, session, { body: battery });
    const wish = { sessionId: session, fromSeq: 1 };
    const filtered = await webhook({ events: ['change_battery'] });
    expect((await replay(filtered, wish)).body).toMatchObject({ added: 1, skipped: 0 });
    const events = { ...wish, events: ['change_battery'] };
    expect((await replay(await webhook(), events)).body).toMatchObject({ added: 1, skipped: 0 });
    const elsewhere = await webhook({ sessionId: (await sessionWith(1)).id });
    expect((await replay(elsewhere, wish)).body).toMatchObject({ added: 0, skipped: 0 });
    await world.redis.xdel(keys.events(session), '2-0');
    expect((await replay(await webhook(), wish)).body).toMatchObject({ added: 3, skipped: 1 });
  });

  test('that begins before the log says with which number the log begins', async () => {
    const { id: session } = await sessionWith(3);
    await world.redis.xdel(keys.events(session), '1-0');
    const refused = await replay(await webhook(), { sessionId: session, fromSeq: 1 });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ path: '/fromSeq', message: 'must be at least 2: the event log of this session begins there' }],
    ]);
  });

  test.each([
    [{ fromSeq: 1 }, '/sessionId'],
    [{ sessionId: 'shop', toSeq: 2 }, '/fromSeq'],
    [{ sessionId: 'shop', fromSeq: 3, toSeq: 2 }, '/toSeq'],
    [{ sessionId: 'shop', fromSeq: 1, status: 'all' }, '/status'],
    [{ sessionId: 'shop', fromSeq: 1, since: '2026-03-01T08:00:00Z' }, '/since'],
    [{ sessionId: 'shop', fromSeq: 1, until: '2026-03-01T08:00:00Z' }, '/until'],
  ])('is one way of asking, and a whole one: not %j', async (body, path) => {
    const refused = await replay(await webhook(), body);
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ path }]]);
  });

  test("tells nobody of another tenant's log, not even where it begins", async () => {
    const { id: session } = await sessionWith(1, 'other');
    const { headers } = await world.api.makeKey(['manage'], 'mine');
    const id = await webhook({ tenantId: 'mine' });
    const asked = (sessionId: string) => ask(`${id}/replay`, { sessionId, fromSeq: 1 }, headers);
    expect(problemOf(await asked(session))).toEqual([404, 'session_not_found']);
    expect(problemOf(await asked('nobody'))).toEqual([404, 'session_not_found']);
    expect((await asked((await sessionWith(1, 'mine')).id)).body).toMatchObject({ added: 1 });
  });

  test('goes on while the events of a deleted session are kept', async () => {
    const { id: session } = await sessionWith(2, 'acme');
    await world.redis.del(keys.session(session));
    const wish = { sessionId: session, fromSeq: 1 };
    expect(problemOf(await replay(await webhook(), wish))).toEqual([404, 'session_not_found']);
    await world.redis.hset(keys.eventsHead(session), 'tenantId', 'acme');
    expect((await replay(await webhook(), wish)).body).toMatchObject({ added: 2 });
  });
});
