import { describe, expect, test } from '@jest/globals';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { readEvents } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { append } from './testing/append-events.ts';
import { ATTEMPT, type Listed, problemOf, useWebhooks } from './testing/use-webhooks.ts';

/** What was and will be delivered to a webhook, as its owner reads it. */

const world = useWebhooks();
const { webhook, ask, replay, delivery, list, dueOf, settleDue, workOff, sessionWith } = world;

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
      await settleDue(id, due, 'pending');
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
      await settleDue(id, each, status);
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
      for (const due of await dueOf(id)) await settleDue(id, due, 'pending', next);
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
    const { headers } = await world.api.makeKey(['read']);
    const seen = await world.api.call('GET', `/api/v1/webhooks/deliveries/${made.id}`, { headers });
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
    await world.redis.del(keys.delivery(String(first?.id)));
    expect((await list(id, '', 'dead-letters')).items).toHaveLength(2);
    expect((await world.api.call('GET', `/api/v1/webhooks/${id}`)).body.health).toMatchObject({ dead: 2 });
    expect(problemOf(await delivery(first?.id))).toEqual([404, 'delivery_not_found']);
  });

  test('have their bytes: before they are delivered and after, from the log, until that has lost them', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(1);
    const [logged] = await readEvents(world.redis, session, 0, 1);
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
    await world.redis.del(keys.events(session));
    expect((await delivery(item?.id)).body).toMatchObject({ body: null });
    expect(problemOf(await ask(`deliveries/${item?.id}/replay`))).toEqual([410, 'event_gone']);
  });

  test('of a session that was deleted and counts anew do not show the events of the next', async () => {
    const id = await webhook();
    const { id: session } = await sessionWith(1);
    await replay(id, { status: 'all', sessionId: session });
    await workOff(id);
    await world.redis.del(keys.events(session), keys.eventsHead(session));
    await append(world.redis, session);
    const [item] = (await list(id)).items;
    expect((await delivery(item?.id)).body).toMatchObject({ seq: 1, body: null });
  });
});
