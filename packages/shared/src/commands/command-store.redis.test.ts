import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '../redis/keys.ts';
import { type CommandName, commandSchema } from './catalogue.ts';
import { newCommandId } from './command-id.ts';
import {
  asOf,
  type CommandRecord,
  createCommand,
  finishCommand,
  loadCommand,
  noteProgress,
  startCommand,
  viewCommand,
} from './command-store.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const OWNER = { sessionId: 'shop', owner: 'w1', epoch: 7 };
const HEIR = { sessionId: 'shop', owner: 'w2', epoch: 8 };

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(() => own(OWNER));

const own = ({ owner, epoch }: typeof OWNER) =>
  server.client.hset(keys.session('shop'), { owner, epoch: String(epoch) });

async function asked<N extends CommandName>(command: N, input: CommandRecord<N>['input']) {
  const id = newCommandId();
  expect(await createCommand(server.client, { id, sessionId: 'shop', command, input }, NOW)).toBe(true);
  return { id, command, input };
}

async function load({ id }: { id: string }): Promise<CommandRecord> {
  const record = await loadCommand(server.client, 'shop', id);
  if (record === undefined) throw new Error('it is not stored');
  return record;
}

const start = (command: { id: string; command: CommandName }, fence = OWNER, now = NOW) =>
  startCommand(server.client, fence, command, now);

const finish = ({ id }: { id: string }, fence = OWNER, contacts = 3) =>
  finishCommand(server.client, fence, id, { result: { contacts } }, NOW + 5);

test('is asked, begun, tells how far it is, and ends with its result', async () => {
  const sync = await asked('contacts.sync', {});
  expect(viewCommand(await load(sync))).toMatchObject({ status: 'queued', result: null, finishedAt: null });
  expect(await start(sync)).toBe('begun');
  await noteProgress(server.client, 'shop', sync.id, 1, 3);
  expect(viewCommand(await load(sync))).toMatchObject({
    status: 'running',
    progress: { done: 1, total: 3 },
  });
  expect(await finish(sync)).toBe('finished');
  expect(commandSchema.strict().parse(viewCommand(await load(sync)))).toEqual({
    id: sync.id,
    sessionId: 'shop',
    command: 'contacts.sync',
    status: 'done',
    result: { contacts: 3 },
    error: null,
    progress: { done: 1, total: 3 },
    createdAt: new Date(NOW).toISOString(),
    finishedAt: new Date(NOW + 5).toISOString(),
  });
});

test('is stored once, however often it is asked under one id', async () => {
  const seen = await asked('chat.seen', { chat: '1@c.us' });
  const again = { ...seen, sessionId: 'shop', input: { chat: '2@c.us' } };
  expect(await createCommand(server.client, again, NOW)).toBe(false);
  expect((await load(seen)).input).toEqual({ chat: '1@c.us' });
});

test('only the owner begins and ends it, and it ends once', async () => {
  const sync = await asked('contacts.sync', {});
  await own(HEIR);
  expect(await start(sync)).toBe('fenced');
  expect(await start(sync, HEIR)).toBe('begun');
  expect(await finish(sync)).toBe('fenced');
  expect(await finish(sync, HEIR, 1)).toBe('finished');
  expect(await finish(sync, HEIR, 2)).toBe('settled');
  expect(await start(sync, HEIR)).toBe('settled');
  await noteProgress(server.client, 'shop', sync.id, 9, 9);
  expect(await load(sync)).toMatchObject({ result: { contacts: 1 }, progress: undefined });
});

test('what was interrupted is done again, unless that does harm', async () => {
  const edit = await asked('message.edit', { ref: 'true_1@c.us_A', text: 'a' });
  const group = await asked('group.create', { subject: 'a', participants: [] });
  await start(edit);
  await start(group);
  await own(HEIR);
  expect(await start(edit, HEIR)).toBe('begun');
  expect(await start(group, HEIR)).toBe('settled');
  expect(await load(group)).toMatchObject({ status: 'failed', error: { code: 'unknown' } });
});

test('nobody begins what was asked too long ago, and what waits behind sends may wait longer', async () => {
  const read = await asked('chats.list', { limit: 100 });
  const edit = await asked('message.edit', { ref: 'true_1@c.us_A', text: 'a' });
  const later = NOW + 3 * MINUTE;
  expect(asOf(await load(read), NOW + MINUTE).status).toBe('queued');
  expect(asOf(await load(read), later)).toMatchObject({ status: 'failed', error: { code: 'expired' } });
  expect(asOf(await load(edit), later).status).toBe('queued');
  expect(await start(read, OWNER, later)).toBe('settled');
  expect(await load(read)).toMatchObject({ status: 'failed', error: { code: 'expired' } });
  expect(await start(edit, OWNER, later)).toBe('begun');
});

test('one whose worker is gone for long has an unknown outcome', async () => {
  const read = await asked('contact.get', { id: '1@c.us' });
  await start(read);
  expect(asOf(await load(read), NOW + MINUTE).status).toBe('running');
  expect(asOf(await load(read), NOW + 2 * MINUTE)).toMatchObject({
    status: 'failed',
    error: { code: 'unknown' },
  });
});

test('is forgotten an hour after its end', async () => {
  const sync = await asked('contacts.sync', {});
  await start(sync);
  await finish(sync);
  const ttl = await server.client.pttl(keys.command('shop', sync.id));
  expect(ttl / MINUTE).toBeCloseTo(60, 0);
});
