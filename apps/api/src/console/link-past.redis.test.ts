import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { EventBody } from '@wagw/shared/events/catalogue';
import { keys } from '@wagw/shared/redis/keys';
import { STATE_CODES, type StateCode } from '@wagw/shared/sessions/session-state';
import { append, ownedSession } from '../testing/append-events.ts';
import { askAs } from '../testing/ask-as.ts';
import { KEY, type RunningApi, startApi } from '../testing/running-api.ts';
import { openSse } from '../testing/sse-client.ts';

/** A session had a phone before a link was made for it. Whoever has the link learns nothing of that. */

const EARLIER = '5511911111111';
const NEW = '5511922222222';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ sse: { maxReaders: 10, heartbeatMs: 50, accessCheckMs: 60_000 } });
});
afterAll(() => api.close());

let id: string;
let count = 0;
beforeEach(async () => {
  count += 1;
  id = await ownedSession(api.redisServer.client, `loja-${count}`);
});

const record = (body: EventBody) => append(api.redisServer.client, id, { body });

/** As the session's owner tells it. */
const status = (code: StateCode, phone: string | null) => {
  const { state, sentence } = STATE_CODES[code];
  return record({
    event: 'session.status',
    data: { status: phone === null ? 'connecting' : 'connected', state, code, message: sentence, phone },
  });
};

const account = (phone: string | undefined) =>
  api.redisServer.client.hset(keys.session(id), {
    account: phone === undefined ? '' : JSON.stringify({ phone, name: 'Loja', platform: 'android' }),
  });

/** A login that came and went. */
async function earlierLogin(): Promise<void> {
  await account(EARLIER);
  await status('ready', EARLIER);
  await record({ event: 'pairing_code', data: { code: 'ABCD1234', phone: EARLIER } });
  await status('logged_out', EARLIER);
  await account(undefined);
}

async function makeLink(): Promise<string> {
  const made = await api.call('POST', `/api/v1/sessions/${id}/connect-link`, { body: { start: false } });
  return String(made.body.url).split('/').at(-1) ?? '';
}

const read = (token: string, path = '') =>
  askAs(api.baseUrl, { authorization: `Bearer ${token}` })('GET', `/api/v1/sessions/${id}${path}`);

const codesOf = ({ body }: { body: Record<string, unknown> }) =>
  (body.items as { data: { code?: string } }[]).map(({ data }) => data.code);

describe('of the events', () => {
  test.each(['', '?after=oldest', '?after=0', '?before=newest', '?event=session.status'])(
    'none from before the link is on a page: events%s',
    async (query) => {
      await earlierLogin();
      const token = await makeLink();
      await status('scan_qr', null);
      const page = await read(token, `/events${query}`);
      expect(codesOf(page)).toEqual(['scan_qr']);
      expect(page.body.hasMore).toBe(false);
      expect(JSON.stringify(page.body)).not.toContain(EARLIER);
      // They are there, for those who run the session.
      expect(codesOf(await read(KEY, '/events'))).toHaveLength(4);
    },
  );

  test('none from before it is in a stream, wherever that begins', async () => {
    await earlierLogin();
    const token = await makeLink();
    await status('scan_qr', null);
    for (const [query, lastEventId] of [['?after=oldest'], ['?after=1'], ['', '1']] as const) {
      const stream = await openSse(api.baseUrl, `/api/v1/sessions/${id}/events${query}`, {
        key: token,
        lastEventId,
      });
      await until('an event', 10_000, () => stream.events().length > 0);
      stream.cut();
      expect(stream.events().map(({ id: seq }) => seq)).toEqual(['4']);
    }
  });

  test('a page back ends where the link began', async () => {
    await earlierLogin();
    const token = await makeLink();
    await status('starting', null);
    await status('scan_qr', null);
    const newest = await read(token, '/events?before=newest&limit=1');
    expect([codesOf(newest), newest.body.hasMore]).toEqual([['scan_qr'], true]);
    const older = await read(token, `/events?before=${newest.body.nextCursor}&limit=1`);
    expect([codesOf(older), older.body.hasMore]).toEqual([['starting'], false]);
    expect(codesOf(await read(token, `/events?before=${older.body.nextCursor}`))).toEqual([]);
  });

  test('those of a login that goes on tell no number, those of a new one do', async () => {
    await account(EARLIER);
    const token = await makeLink();
    await status('authenticating', EARLIER);
    await status('ready', NEW);
    const { body } = await read(token, '/events');
    expect(body.items).toMatchObject([
      { data: { code: 'authenticating', phone: null } },
      { data: { code: 'ready', phone: NEW } },
    ]);
    expect((await read(KEY, '/events')).body.items).toMatchObject([{ data: { phone: EARLIER } }, {}]);
  });
});

test('of the session itself nobody sees the number that was there before, but the one that comes', async () => {
  await account(EARLIER);
  const token = await makeLink();
  expect((await read(token)).body).toMatchObject({ id, account: null });
  expect((await read(KEY)).body).toMatchObject({ account: { phone: EARLIER } });
  await account(NEW);
  expect((await read(token)).body).toMatchObject({ account: { phone: NEW } });
});

test('the link itself names no number', async () => {
  await account(EARLIER);
  const [, claims = ''] = (await makeLink()).split('.');
  const told = Buffer.from(claims, 'base64url').toString();
  expect(told).toContain('"past"');
  expect(told).not.toContain(EARLIER);
});
