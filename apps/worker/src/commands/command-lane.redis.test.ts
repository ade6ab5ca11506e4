import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { CommandInput, CommandName } from '@wagw/shared/commands/catalogue';
import { newCommandId } from '@wagw/shared/commands/command-id';
import { type CommandRecord, createCommand, loadCommand } from '@wagw/shared/commands/command-store';
import { listContacts } from '@wagw/shared/contacts/contact-cache';
import type { Fence } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { ActionError, type EngineActions } from '../engine/actions.ts';
import type { Lease } from '../lease/lease.ts';
import { createNumbers } from '../numbers/numbers.ts';
import { gate } from '../testing/gate.ts';
import { heldLease, silentLogger, testMetrics } from '../testing/parts.ts';
import { queuesForSuite } from '../testing/queues-for-suite.ts';
import { createScriptedActions } from '../testing/scripted-actions.ts';
import { storeFresh } from '../testing/stored.ts';
import { createCarryOut } from './carry-out.ts';
import { type CommandLane, createCommandLane } from './command-lane.ts';

const PATIENCE_MS = 20_000;
const ANA = '5511987654321@c.us';

const suite = queuesForSuite();

let fence: Fence;
const open: CommandLane[] = [];
beforeEach(async () => {
  fence = await storeFresh(suite.redis);
});
afterEach(async () => {
  for (const lane of open.splice(0)) await lane.close(0);
});

/** The lane of a worker whose connection answers as it is told. */
function laneOf(
  scripts: Partial<EngineActions>,
  { as = fence, lease = heldLease }: { as?: Fence; lease?: Lease } = {},
) {
  const { actions, calls } = createScriptedActions(scripts);
  const { redis, queues } = suite;
  const numbers = createNumbers({
    redis,
    sessionId: as.sessionId,
    ttl: { registeredMs: 0, unregisteredMs: 0 },
  });
  const received = { fetch: async () => undefined };
  const parts = {
    redis,
    queues,
    fence: as,
    lease,
    numbers,
    received,
    logger: silentLogger,
    metrics: testMetrics().metrics,
  };
  const lane = createCommandLane({
    ...parts,
    carryOut: createCarryOut({ ...parts, actions: () => actions }),
  });
  open.push(lane);
  return { lane, calls };
}

/** Asks as the API does. */
async function ask<N extends CommandName>(command: N, input: CommandInput<N>): Promise<string> {
  const id = newCommandId();
  await createCommand(suite.client, { id, sessionId: fence.sessionId, command, input }, Date.now());
  await suite.api.addCommand(fence.sessionId, { commandId: id }, 'free');
  return id;
}

async function load(id: string): Promise<CommandRecord> {
  const record = await loadCommand(suite.client, fence.sessionId, id);
  if (record === undefined) throw new Error('the command is gone');
  return record;
}

async function finished(id: string): Promise<CommandRecord> {
  return until('the end of a command', PATIENCE_MS, async () => {
    const record = await load(id);
    return record.finishedAt === undefined ? undefined : record;
  });
}

const underWay = () => suite.client.smembers(keys.commandsUnderWay(fence.sessionId));

test('a command is carried out, and its result is written down', async () => {
  const { lane, calls } = laneOf({ inviteCode: async () => 'AbCdEf' });
  const before = await ask('group.invite', { id: '1@g.us' });
  await lane.open();
  const after = await ask('group.invite', { id: '2@g.us' });
  expect(await finished(before)).toMatchObject({ status: 'done', result: { code: 'AbCdEf' } });
  expect(await finished(after)).toMatchObject({ status: 'done', result: { code: 'AbCdEf' } });
  expect(calls).toEqual([
    ['inviteCode', '1@g.us'],
    ['inviteCode', '2@g.us'],
  ]);
  await until('nothing is under way', PATIENCE_MS, async () => (await underWay()).length === 0);
});

test('what the engine says against it is its outcome', async () => {
  const { lane } = laneOf({
    group: async () => {
      throw new ActionError('not_found', 'There is no such group.');
    },
    inviteCode: async () => {
      throw new Error('r: r');
    },
  });
  await lane.open();
  const [unfit, broken] = [
    await ask('group.get', { id: '1@g.us' }),
    await ask('group.invite', { id: '1@g.us' }),
  ];
  expect(await finished(unfit)).toMatchObject({
    status: 'failed',
    error: { code: 'not_found', detail: 'There is no such group.' },
  });
  expect(await finished(broken)).toMatchObject({ status: 'failed', error: { code: 'unknown' } });
});

test('one of another version is refused, and leaves nothing behind', async () => {
  const { lane, calls } = laneOf({ markSeen: async () => undefined });
  const [newer, known] = [await ask('chat.seen', { chat: ANA }), await ask('chat.seen', { chat: ANA })];
  await suite.client.hset(keys.command(fence.sessionId, newer), 'command', 'chat.pin');
  await lane.open();
  expect(await finished(known)).toMatchObject({ status: 'done' });
  await until('nothing is under way', PATIENCE_MS, async () => (await underWay()).length === 0);
  expect(await suite.client.hget(keys.command(fence.sessionId, newer), 'status')).toBe('failed');
  expect(calls).toHaveLength(1);
});

test('a slow one does not hold up the others', async () => {
  const { opened, open: release } = gate();
  const { lane } = laneOf({
    chats: async () => {
      await opened;
      return [];
    },
    markSeen: async () => undefined,
  });
  await lane.open();
  const slow = await ask('chats.list', { limit: 100 });
  const quick = await ask('chat.seen', { chat: ANA });
  expect(await finished(quick)).toMatchObject({ status: 'done' });
  expect(await load(slow)).toMatchObject({ status: 'running' });
  release();
  expect(await finished(slow)).toMatchObject({ status: 'done', result: { items: [] } });
});

test('no more than some are under way at a time, and the rest follows', async () => {
  const { opened, open: release } = gate();
  let atOnce = 0;
  let most = 0;
  const { lane } = laneOf({
    markSeen: async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await opened;
      atOnce -= 1;
    },
  });
  const ids: string[] = [];
  for (let i = 0; i < 20; i += 1) ids.push(await ask('chat.seen', { chat: ANA }));
  await lane.open();
  await until('a full lane', PATIENCE_MS, () => atOnce === 6);
  release();
  for (const id of ids) expect(await finished(id)).toMatchObject({ status: 'done' });
  expect(most).toBe(6);
});

test('a sync of contacts fills the cache that the API reads', async () => {
  const contact = { phone: '1', isMyContact: true, isBusiness: false, isBlocked: false };
  const contacts = Array.from({ length: 1_200 }, (_, n) => ({ ...contact, id: `${10_000 + n}@c.us` }));
  const { lane } = laneOf({ contacts: async () => contacts });
  await lane.open();
  expect(await finished(await ask('contacts.sync', {}))).toMatchObject({
    result: { contacts: 1_200 },
    progress: { done: 1_200, total: 1_200 },
  });
  const page = await listContacts(suite.client, fence.sessionId, '10099@c.us', 2);
  expect(page.map(({ id }) => id)).toEqual(['10100@c.us', '10101@c.us']);
});

test('one that was asked too long ago is not carried out', async () => {
  const { lane, calls } = laneOf({ markSeen: async () => undefined });
  const id = await ask('chat.seen', { chat: ANA });
  await suite.client.hset(keys.command(fence.sessionId, id), 'beginBy', Date.now() - 1);
  await lane.open();
  expect(await finished(id)).toMatchObject({ status: 'failed', error: { code: 'expired' } });
  expect(calls).toEqual([]);
});

test('without a lease nothing is asked of the connection', async () => {
  let holds = true;
  let looks = 0;
  const lease = {
    holds: () => {
      looks += 1;
      return holds;
    },
  };
  const { lane, calls } = laneOf({ markSeen: async () => undefined }, { lease });
  await lane.open();
  await finished(await ask('chat.seen', { chat: ANA }));
  holds = false;
  const id = await ask('chat.seen', { chat: ANA });
  looks = 0;
  await until('some looks at the lease', PATIENCE_MS, () => looks > 3);
  expect([calls.length, (await load(id)).status]).toEqual([1, 'queued']);
  holds = true;
  expect(await finished(id)).toMatchObject({ status: 'done' });
});

describe('an owner that is none any more', () => {
  test('begins nothing', async () => {
    const stranger = laneOf({ markSeen: async () => undefined }, { as: { ...fence, epoch: 6 } });
    await stranger.lane.open();
    const id = await ask('chat.seen', { chat: ANA });
    const owner = laneOf({ markSeen: async () => undefined });
    await owner.lane.open();
    expect(await finished(id)).toMatchObject({ status: 'done' });
    expect([stranger.calls.length, owner.calls.length]).toEqual([0, 1]);
  });

  test('writes no outcome, and the next owner begins again what it has left', async () => {
    const { opened, open: release } = gate();
    const { lane } = laneOf({
      group: async () => {
        await opened;
        throw new ActionError('not_found', 'what the old owner saw');
      },
    });
    await lane.open();
    const id = await ask('group.get', { id: '1@g.us' });
    await until('it is under way', PATIENCE_MS, async () => (await load(id)).status === 'running');
    const heirFence = { ...fence, owner: 'heir', epoch: 8 };
    await suite.client.hset(keys.session(fence.sessionId), 'owner', 'heir', 'epoch', '8');
    release();
    await lane.close(PATIENCE_MS);
    expect(await load(id)).toMatchObject({ status: 'running', error: undefined });

    const group = { id: '1@g.us', subject: 'Team', participantCount: 0, description: '', participants: [] };
    const heir = laneOf({ group: async () => group }, { as: heirFence });
    await heir.lane.open();
    expect(await finished(id)).toMatchObject({ status: 'done', result: group });
    await until('nothing is under way', PATIENCE_MS, async () => (await underWay()).length === 0);
  });
});

test('closing waits for what is under way, and takes no more', async () => {
  const { opened, open: release } = gate();
  const { lane, calls } = laneOf({
    markSeen: async () => {
      await opened;
    },
  });
  await lane.open();
  const first = await ask('chat.seen', { chat: ANA });
  await until('it is under way', PATIENCE_MS, () => calls.length === 1);
  let isClosed = false;
  const closing = lane.close(PATIENCE_MS).then(() => {
    isClosed = true;
  });
  const second = await ask('chat.seen', { chat: ANA });
  await new Promise(setImmediate);
  expect(isClosed).toBe(false);
  release();
  await closing;
  expect([(await load(first)).status, (await load(second)).status]).toEqual(['done', 'queued']);
  await lane.open();
  expect(await finished(second)).toMatchObject({ status: 'done' });
});

test('wiping leaves nothing', async () => {
  const contact = { id: ANA, isMyContact: true, isBusiness: false, isBlocked: false };
  const { lane } = laneOf({ contacts: async () => [contact] });
  await lane.open();
  await finished(await ask('contacts.sync', {}));
  await lane.close(PATIENCE_MS);
  await ask('chat.seen', { chat: ANA });
  await lane.wipe();
  const left = async () => [
    ...(await suite.client.keys(`*queue:commands-${fence.sessionId}*`)),
    ...(await suite.client.keys(`*contacts:${fence.sessionId}*`)),
  ];
  // BullMQ's limiter goes by itself within a second.
  await until('nothing to be left', PATIENCE_MS, async () => (await left()).length === 0);
});
