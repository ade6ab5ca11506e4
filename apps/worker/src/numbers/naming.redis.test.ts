import { beforeEach, describe, expect, test } from '@jest/globals';
import { chatNames } from '@wagw/shared/numbers/chat-names';
import type { EngineMessage } from '../engine/engine.ts';
import { engineMessage, refOf, SHOP_CHAT } from '../testing/engine-messages.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { silentLogger } from '../testing/parts.ts';
import { CUSTOMER_CHAT } from '../testing/stored.ts';
import { createNaming, pairIn } from './naming.ts';

const ANA = '98765432101234@lid';
const SHOP = '11112222333344@lid';
const PHONES: Record<string, string> = { [ANA]: CUSTOMER_CHAT, [SHOP]: SHOP_CHAT };

const server = redisForSuite();
let asked: string[];
beforeEach(async () => {
  await server.client.flushall();
  asked = [];
});

const byLid = engineMessage('B1', { ref: refOf('B1', false, ANA), from: ANA, to: SHOP });

/** A naming that may ask for everybody in `PHONES`, unless it is told otherwise. */
const naming = (answer = async (lid: string): Promise<{ phone?: string }> => told(lid), askMs = 10_000) =>
  createNaming({
    redis: server.client,
    sessionId: 'shop',
    logger: silentLogger,
    actions: () => ({
      lidAndPhone: (lid) => {
        asked.push(lid);
        return answer(lid);
      },
    }),
    askMs,
  });

const told = (lid: string) => (PHONES[lid] === undefined ? {} : { phone: PHONES[lid] });
const namesIn = async (from: ReturnType<typeof naming>, message: EngineMessage = byLid) =>
  chatNames(message.ref.chat, await from.of(message));

const BOTH = { phone: '5511987654321', lid: ANA, chatKey: CUSTOMER_CHAT };

describe('somebody who is called by LID', () => {
  test('is asked for once, and known to every later owner of the session', async () => {
    const first = naming();
    expect(await namesIn(first)).toEqual(BOTH);
    expect(await namesIn(first)).toEqual(BOTH);
    expect(asked.sort()).toEqual([SHOP, ANA]);
    asked = [];
    expect(await namesIn(naming())).toEqual(BOTH);
    expect(asked).toEqual([]);
  });

  test('is known from the contacts without a question', async () => {
    const contacts = naming();
    await contacts.learn([{ lid: ANA, phone: '5511987654321' }, { phone: '14155552671' }, { lid: '5@lid' }]);
    expect(await namesIn(contacts)).toEqual(BOTH);
    expect(asked).toEqual([SHOP]);
  });

  test('is known from a message that carries both', async () => {
    const message = engineMessage('B1', { ref: refOf('B1', false, ANA) });
    expect(await namesIn(naming(), message)).toEqual(BOTH);
    expect(asked).toEqual([]);
  });

  test('keeps the LID as key when WhatsApp hides the number, and is not asked for again soon', async () => {
    const hidden = naming(async () => ({}));
    for (let i = 0; i < 2; i += 1) {
      expect(await namesIn(hidden)).toEqual({ phone: null, lid: ANA, chatKey: ANA });
    }
    expect(asked).toHaveLength(2);
    expect(await namesIn(naming())).toEqual({ ...BOTH, chatKey: ANA });
  });

  test.each<[string, Parameters<typeof naming>]>([
    ['refuses', [() => Promise.reject(new Error('not connected'))]],
    ['does not answer', [() => new Promise(() => undefined), 20]],
  ])('is named by LID alone when WhatsApp %s', async (_how, parts) => {
    expect(await namesIn(naming(...parts))).toEqual({ phone: null, lid: ANA, chatKey: ANA });
  });
});

test('after a question without an answer nobody else is asked for', async () => {
  const hanging = naming(() => new Promise(() => undefined), 20);
  await hanging.of(byLid);
  asked = [];
  await hanging.of(engineMessage('B2', { ref: refOf('B2', false, '777777@lid'), from: '777777@lid' }));
  expect(asked).toEqual([]);
});

test('nobody is asked for while there is no connection, nor who is called by number', async () => {
  const offline = createNaming({
    redis: server.client,
    sessionId: 'shop',
    logger: silentLogger,
    actions: () => undefined,
  });
  expect(await namesIn(offline)).toMatchObject({ phone: null, chatKey: ANA });
  expect(await namesIn(naming(), engineMessage('B1'))).toMatchObject({ lid: null, chatKey: CUSTOMER_CHAT });
  expect(asked).toEqual([]);
});

describe('what a message says by itself', () => {
  test.each<[string, Partial<EngineMessage>, ReturnType<typeof pairIn>]>([
    [
      'received, filed by LID',
      { ref: refOf('B', false, ANA) },
      { lid: '98765432101234', phone: '5511987654321' },
    ],
    ['received, filed by number', { from: ANA }, { lid: '98765432101234', phone: '5511987654321' }],
    [
      'sent, filed by LID',
      { fromMe: true, ref: refOf('A', true, ANA) },
      { lid: '98765432101234', phone: '5511987654321' },
    ],
    ['by number alone', {}, undefined],
    ['by LID alone', { from: ANA, ref: refOf('B', false, ANA) }, undefined],
    ['in a group', { from: ANA, ref: refOf('B', false, '120363041234567890@g.us') }, undefined],
  ])('%s', (_how, changes, pair) => {
    expect(pairIn(engineMessage('B', changes))).toEqual(pair);
  });
});
