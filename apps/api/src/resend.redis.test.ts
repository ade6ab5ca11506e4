import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problemSchema } from '@wagw/shared/errors/problem';
import { messageSchema } from '@wagw/shared/messages/message-schema';
import { advanceMessage } from '@wagw/shared/messages/message-store';
import { type CallOptions, type RunningApi, startApi } from './testing/running-api.ts';

/** A message that failed is sent again with `resendOf`. */

const TO = '5511987654321@c.us';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
  await api.call('POST', '/api/v1/sessions', { body: { id: 'shop', start: false } });
  await api.call('POST', '/api/v1/sessions', { body: { id: 'other', start: false } });
});
afterAll(() => api.close());

const send = (body: object, options: CallOptions = {}, session = 'shop') =>
  api.call('POST', `/api/v1/sessions/${session}/messages`, {
    body: { to: TO, text: 'Oi', ...body },
    ...options,
  });
const read = async (id: unknown) => (await api.call('GET', `/api/v1/sessions/shop/messages/${id}`)).body;

async function failed(code = 'rejected'): Promise<string> {
  const id = String((await send({})).body.id);
  const error = { code, detail: 'WhatsApp refused the message.' };
  await advanceMessage(api.redisServer.client, 'shop', id, 'failed', { error }, Date.now());
  return id;
}

/** Status, code, and what is said of `resendOf`. */
function refusalOf({ status, body }: Awaited<ReturnType<typeof send>>) {
  const { code, errors = [] } = problemSchema.parse(body);
  return [status, code, errors.find(({ path }) => path === '/resendOf')?.message];
}

test('the new message says in whose place it goes, the old one that it was sent again', async () => {
  const old = await failed();
  const { status, body } = await send({ resendOf: old });
  expect(status).toBe(202);
  expect(messageSchema.strict().parse(body)).toMatchObject({ status: 'queued', resendOf: old });
  expect(messageSchema.strict().parse(await read(old))).toMatchObject({
    status: 'failed',
    resentAs: body.id,
  });
  const { items } = (await api.call('GET', '/api/v1/sessions/shop/messages?status=failed')).body;
  expect(items).toEqual([expect.objectContaining({ id: old, resentAs: body.id })]);
  expect(await api.waitingJobs('shop')).toContain(body.id);
});

test('of two people who press at once, one sends, and the other is told which message that was', async () => {
  const old = await failed();
  const answers = await Promise.all([1, 2, 3, 4].map(() => send({ resendOf: old })));
  const [winner, ...more] = answers.filter(({ status }) => status === 202);
  expect(more).toEqual([]);
  for (const answer of answers.filter((each) => each !== winner)) {
    expect(refusalOf(answer)).toEqual([409, 'message_resent', `was sent again as ${winner?.body.id}`]);
  }
  expect((await read(old)).resentAs).toBe(winner?.body.id);
});

test('a repeated request gets the first answer', async () => {
  const old = await failed();
  const options = { headers: { 'idempotency-key': 'again-1' } };
  const first = await send({ resendOf: old }, options);
  const second = await send({ resendOf: old }, options);
  expect([second.status, second.body.id]).toEqual([202, first.body.id]);
});

test('what cannot be sent again says why', async () => {
  const waiting = (await send({})).body.id;
  const unconfirmed = String((await send({})).body.id);
  for (const status of ['sending', 'unconfirmed'] as const) {
    await advanceMessage(api.redisServer.client, 'shop', unconfirmed, status, {}, Date.now());
  }
  const ofTheShop = await failed();
  expect(refusalOf(await send({ resendOf: 'msg_nowhere' }))).toEqual([
    404,
    'message_not_found',
    'is no message of this session',
  ]);
  expect(refusalOf(await send({ resendOf: ofTheShop }, {}, 'other')).slice(0, 2)).toEqual([
    404,
    'message_not_found',
  ]);
  expect(refusalOf(await send({ resendOf: waiting }))).toEqual([409, 'message_not_failed', 'has not failed']);
  for (const id of [unconfirmed, await failed('restored_from_backup')]) {
    expect(refusalOf(await send({ resendOf: id }))).toEqual([
      409,
      'message_may_have_arrived',
      'may have arrived',
    ]);
  }
});
