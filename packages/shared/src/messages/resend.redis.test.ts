import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { viewMessage } from './message-record.ts';
import {
  acceptMessages,
  acceptReplacement,
  advanceMessage,
  cancelMessage,
  loadMessage,
  type NewMessage,
  unsettledMessages,
} from './message-store.ts';

/** A message that failed is sent again: by a new one in its place, once. */

const NOW = 1_800_000_000_000;
const OPTIONS = { now: NOW, retentionDays: 30 };

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

const messageOf = (id: string): NewMessage => ({
  id,
  to: '+55 11 98765-4321',
  chatId: '5511987654321@c.us',
  content: { type: 'text', text: 'Pode confirmar?', linkPreview: true },
});

const load = (session: string, id: string) => loadMessage(server.client, session, id);

const replace = (session: string, resendOf: string, id: string) =>
  acceptReplacement(server.client, session, { ...messageOf(id), resendOf }, OPTIONS);

type Details = Parameters<typeof advanceMessage>[4];

/** A session with the message `old`, moved through these states. */
async function sessionWith(session: string, ...steps: [Parameters<typeof advanceMessage>[3], Details?][]) {
  await acceptMessages(server.client, session, [messageOf('old')], OPTIONS);
  for (const [status, details = {}] of steps) {
    await advanceMessage(server.client, session, 'old', status, details, NOW);
  }
  return session;
}

const refusal = (code: string): Details => ({ error: { code, detail: 'No.' } });

test('both messages name the other one', async () => {
  const session = await sessionWith('pair', ['sending'], ['failed', refusal('rejected')]);
  expect(await replace(session, 'old', 'new')).toEqual({ outcome: 'accepted', isNew: true });
  const [old, replacement] = await Promise.all([load(session, 'old'), load(session, 'new')]);
  expect(old).toMatchObject({ status: 'failed', resentAs: 'new' });
  expect(old && viewMessage(old)).toMatchObject({ resentAs: 'new' });
  expect(replacement && viewMessage(replacement)).toMatchObject({ resendOf: 'old', status: 'queued' });
});

test('the same one stored again is the one that is there; any other is told of it', async () => {
  const session = await sessionWith('again', ['failed', refusal('temporary')]);
  await replace(session, 'old', 'new');
  expect(await replace(session, 'old', 'new')).toEqual({ outcome: 'accepted', isNew: false });
  expect(await replace(session, 'old', 'other')).toEqual({ outcome: 'resent', as: 'new' });
  expect(await load(session, 'other')).toBeUndefined();
});

test('of many at once, one takes its place', async () => {
  const session = await sessionWith('race', ['failed', refusal('rejected')]);
  const names = Array.from({ length: 20 }, (_, index) => `new-${index}`);
  const outcomes = await Promise.all(names.map((id) => replace(session, 'old', id)));
  const { resentAs } = (await load(session, 'old')) ?? {};
  const accepted = names.filter((_, index) => outcomes[index]?.outcome === 'accepted');
  expect(accepted).toEqual([resentAs]);
  expect(outcomes.filter(({ outcome }) => outcome === 'resent')).toEqual(
    Array.from({ length: 19 }, () => ({ outcome: 'resent', as: resentAs })),
  );
  expect(await unsettledMessages(server.client, session)).toEqual([resentAs]);
});

test('one that failed too can be sent again itself', async () => {
  const session = await sessionWith('chain', ['failed', refusal('rejected')]);
  await replace(session, 'old', 'second');
  await advanceMessage(server.client, session, 'second', 'failed', refusal('rejected'), NOW);
  expect(await replace(session, 'second', 'third')).toEqual({ outcome: 'accepted', isNew: true });
});

test('nothing goes in the place of a message that may have arrived, or has not failed', async () => {
  const outcomeOf = async (session: string) => (await replace(session, 'old', 'new')).outcome;
  await sessionWith('restored', ['sending'], ['failed', refusal('restored_from_backup')]);
  await sessionWith('deleted', ['failed', refusal('session_deleted')]);
  await sessionWith('open', ['sending'], ['unconfirmed']);
  await sessionWith('waiting');
  await sessionWith('proven', ['failed', refusal('rejected')], ['delivered', { ack: 2 }]);
  await sessionWith('cancelled');
  await cancelMessage(server.client, 'cancelled', 'old', NOW);
  expect([
    await outcomeOf('restored'),
    await outcomeOf('deleted'),
    await outcomeOf('open'),
    await outcomeOf('waiting'),
    await outcomeOf('proven'),
    await outcomeOf('cancelled'),
    await outcomeOf('nobody'),
  ]).toEqual(['in-doubt', 'in-doubt', 'in-doubt', 'not-failed', 'not-failed', 'not-failed', 'unknown']);
  expect([await load('open', 'new'), await load('nobody', 'old')]).toEqual([undefined, undefined]);
});
