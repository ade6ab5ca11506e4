import { beforeEach, describe, expect, test } from '@jest/globals';
import { COMMANDS, type CommandInput, type CommandName } from '@wagw/shared/commands/catalogue';
import { newCommandId } from '@wagw/shared/commands/command-id';
import { createCommand, loadCommand } from '@wagw/shared/commands/command-store';
import type { Fence } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { ActionError, type ActionErrorCode, type EngineActions } from '../engine/actions.ts';
import type { Lease } from '../lease/lease.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { heldLease, silentLogger, testMetrics } from '../testing/parts.ts';
import { createScriptedActions } from '../testing/scripted-actions.ts';
import { storeFresh } from '../testing/stored.ts';
import { type Carried, createCarryOut } from './carry-out.ts';

const REF = 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718';
const GROUP = { subject: 'Team', participants: ['5511987654321@c.us'] };

const server = redisForSuite();
let fence: Fence;
let metrics: ReturnType<typeof testMetrics>;
beforeEach(async () => {
  metrics = testMetrics();
  fence = await storeFresh(server.client);
});

async function ask<N extends CommandName>(command: N, input: CommandInput<N>): Promise<string> {
  const id = newCommandId();
  await createCommand(server.client, { id, sessionId: fence.sessionId, command, input }, Date.now());
  return id;
}

const edit = () => ask('message.edit', { ref: REF, text: 'Oi' });
const outcome = (id: string) => loadCommand(server.client, fence.sessionId, id);

/** One try by an owner whose connection answers like this; without a connection when it answers nothing. */
function carryOut(
  id: string,
  scripts: Partial<EngineActions> | undefined,
  { as = fence, lease = heldLease }: { as?: Fence; lease?: Lease } = {},
): Promise<Carried> {
  const actions = scripts === undefined ? undefined : createScriptedActions(scripts).actions;
  const carry = createCarryOut({
    redis: server.client,
    fence: as,
    lease,
    logger: silentLogger,
    metrics: metrics.metrics,
    numbers: { check: async () => ({ ids: [], failures: [] }) },
    received: { fetch: async () => undefined },
    actions: () => actions,
  });
  return carry(id);
}

const failing = (code: ActionErrorCode) => async () => {
  throw new ActionError(code, `it was ${code}`);
};

test('what is carried out is over, and its result is written down', async () => {
  const id = await edit();
  expect(await carryOut(id, { editMessage: async () => true })).toBe('over');
  expect(await outcome(id)).toMatchObject({ status: 'done', result: { isDone: true } });
  expect(await carryOut(id, {})).toBe('over');
});

test('each is counted by its outcome and timed', async () => {
  await carryOut(await edit(), { editMessage: async () => true });
  await carryOut(await edit(), {
    editMessage: async () => {
      throw new ActionError('refused', 'no');
    },
  });
  expect(await metrics.value('wagw_commands_total{command="message.edit",outcome="done"}')).toBe(1);
  expect(await metrics.value('wagw_commands_total{command="message.edit",outcome="refused"}')).toBe(1);
  expect(await metrics.value('wagw_command_seconds_count{command="message.edit"}')).toBe(2);
});

test('one that is gone is over', async () => {
  expect(await carryOut('cmd_gone', {})).toBe('over');
});

describe('it is not begun', () => {
  test('without a connection', async () => {
    const id = await edit();
    expect(await carryOut(id, undefined)).toBe('again');
    expect(await outcome(id)).toMatchObject({ status: 'queued' });
  });

  test('without a lease', async () => {
    const id = await edit();
    expect(await carryOut(id, {}, { lease: { holds: () => false } })).toBe('again');
    expect(await outcome(id)).toMatchObject({ status: 'queued' });
  });

  test('by somebody else', async () => {
    const id = await edit();
    expect(await carryOut(id, {}, { as: { ...fence, epoch: 6 } })).toBe('fenced');
    expect(await outcome(id)).toMatchObject({ status: 'queued' });
  });
});

test('a lease that ran out in the last moment keeps it from being done', async () => {
  const id = await edit();
  const looks = [true, false];
  const lease = { holds: () => looks.shift() ?? true };
  expect(await carryOut(id, {}, { lease })).toBe('again');
  expect(await carryOut(id, { editMessage: async () => true }, { lease })).toBe('over');
});

describe('a connection that is not ready', () => {
  test('keeps an edit waiting at its place', async () => {
    const id = await edit();
    expect(await carryOut(id, { editMessage: failing('not_ready') })).toBe('again');
    expect(await carryOut(id, { editMessage: async () => true })).toBe('over');
    expect(await outcome(id)).toMatchObject({ status: 'done' });
  });

  test('ends a read, for somebody looks on', async () => {
    const id = await ask('groups.list', { limit: 100 });
    expect(await carryOut(id, { groups: failing('not_ready') })).toBe('over');
    expect(await outcome(id)).toMatchObject({ status: 'failed', error: { code: 'not_ready' } });
  });

  test('ends what must not be done twice, with the truth that it was not done', async () => {
    const id = await ask('group.create', GROUP);
    expect(await carryOut(id, { createGroup: failing('not_ready') })).toBe('over');
    expect(await outcome(id)).toMatchObject({ status: 'failed', error: { code: 'not_ready' } });
  });
});

describe('after a crash', () => {
  const heir = () => ({ ...fence, owner: 'heir', epoch: 8 });

  test('a group is not made a second time', async () => {
    const id = await ask('group.create', GROUP);
    let made = 0;
    const createGroup = async () => {
      made += 1;
      await server.client.hset(keys.session(fence.sessionId), 'owner', 'heir', 'epoch', '8');
      return { id: '1@g.us', subject: 'Team', participants: [] };
    };
    expect(await carryOut(id, { createGroup })).toBe('fenced');
    expect(await carryOut(id, { createGroup }, { as: heir() })).toBe('over');
    expect([made, await outcome(id)]).toMatchObject([1, { status: 'failed', error: { code: 'unknown' } }]);
  });

  test('an edit is', async () => {
    const id = await edit();
    const editMessage = async () => {
      await server.client.hset(keys.session(fence.sessionId), 'owner', 'heir', 'epoch', '8');
      return true;
    };
    expect(await carryOut(id, { editMessage })).toBe('fenced');
    expect(await carryOut(id, { editMessage }, { as: heir() })).toBe('over');
    expect(await outcome(id)).toMatchObject({ status: 'done', result: { isDone: true } });
  });
});

describe('a question of another version', () => {
  test.each<[string, Record<string, string>]>([
    ['under a name that is not known', { command: 'message.pin' }],
    ['with more than is known', { input: JSON.stringify({ ref: REF, text: 'Oi', silent: true }) }],
    ['with less than is needed', { input: JSON.stringify({ ref: REF }) }],
    ['in no form at all', { input: '<edit/>' }],
  ])('%s is refused, and nothing is done', async (_how, fields) => {
    const id = await edit();
    await server.client.hset(keys.command(fence.sessionId, id), fields);
    expect(await carryOut(id, {})).toBe('over');
    expect(await refusal(id)).toMatchObject({ status: 'failed', error: { code: 'version_mismatch' } });
    expect(await metrics.value('wagw_commands_total{command="foreign",outcome="version_mismatch"}')).toBe(1);
  });

  test('that an earlier owner could read, and began, has an unknown outcome', async () => {
    const id = await edit();
    await server.client.hset(keys.command(fence.sessionId, id), {
      command: 'message.pin',
      status: 'running',
    });
    expect(await carryOut(id, {})).toBe('over');
    expect(await refusal(id)).toMatchObject({ status: 'failed', error: { code: 'unknown' } });
  });

  test('is refused by its owner alone', async () => {
    const id = await edit();
    await server.client.hset(keys.command(fence.sessionId, id), 'command', 'message.pin');
    expect(await carryOut(id, {}, { as: { ...fence, epoch: 6 } })).toBe('fenced');
    expect(await refusal(id)).toMatchObject({ status: 'queued', error: undefined });
  });

  /** As it stands there, for this version cannot read it. */
  async function refusal(id: string) {
    const { status, error } = await server.client.hgetall(keys.command(fence.sessionId, id));
    return { status, error: error === undefined ? undefined : JSON.parse(error) };
  }
});

test('what never answers is given up, and nobody claims to know', async () => {
  const quick = COMMANDS['chat.seen'] as { timeoutMs: number };
  const { timeoutMs } = quick;
  quick.timeoutMs = 50;
  try {
    const id = await ask('chat.seen', { chat: '1@c.us' });
    expect(await carryOut(id, { markSeen: () => new Promise(() => undefined) })).toBe('over');
    expect(await outcome(id)).toMatchObject({ status: 'failed', error: { code: 'unknown' } });
  } finally {
    quick.timeoutMs = timeoutMs;
  }
});
