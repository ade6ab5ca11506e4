import { beforeEach, describe, expect, test } from '@jest/globals';
import { ActionError } from '../engine/actions.ts';
import type { Engine } from '../engine/engine.ts';
import { noActions } from '../testing/no-actions.ts';
import { addressed } from './addressed.ts';
import type { Numbers } from './numbers.ts';

const LONG = '5531987654321@c.us';
const SHORT = '553187654321@c.us';
const content = { type: 'text', text: 'Bom dia!', linkPreview: false } as const;

let sentTo: string[];
let lookedUnder: readonly string[];
beforeEach(() => {
  sentTo = [];
  lookedUnder = [];
});

const engine: Pick<Engine, 'send' | 'find' | 'actions'> = {
  actions: noActions,
  async send({ chat }) {
    sentTo.push(chat);
    return { outcome: 'unknown', detail: '' };
  },
  async find(_id, chats) {
    lookedUnder = chats;
    return { found: 'no' };
  },
};

async function send(chat: string, find: Numbers['find']): Promise<void> {
  const { send, find: lookUp } = await addressed(engine, chat, { find });
  await send({ chat, id: 'A1', content });
  await lookUp('A1', [chat]);
}

const refuse = (error: Error) => async () => {
  throw error;
};

describe('a number with two forms', () => {
  test('is sent to by the form that has the account, and looked for under both', async () => {
    await send(SHORT, async () => LONG);
    expect(sentTo).toEqual([LONG]);
    expect(lookedUnder).toEqual([SHORT, LONG]);
  });

  test.each([
    ['there is no account', async () => undefined],
    ['WhatsApp cannot be asked', refuse(new ActionError('not_ready', 'not connected'))],
  ])('stays as it was given when %s', async (_why, find) => {
    await send(LONG, find);
    expect(sentTo).toEqual([LONG]);
    expect(lookedUnder).toEqual([LONG, SHORT]);
  });

  test('is not guessed at when something is broken here', async () => {
    await expect(send(LONG, refuse(new TypeError('broken')))).rejects.toThrow('broken');
  });
});

test.each(['14155552671@c.us', '98765432101234@lid', '120363041234567890@g.us'])(
  '%s needs no question',
  async (chat) => {
    await send(chat, refuse(new Error('asked')));
    expect(sentTo).toEqual([chat]);
    expect(lookedUnder).toEqual([chat]);
  },
);
