import { describe, expect, test } from '@jest/globals';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { type LidMap, NOBODY } from '@wagw/shared/numbers/chat-names';
import { refOf } from '../testing/engine-messages.ts';
import { CUSTOMER_CHAT } from '../testing/stored.ts';
import { ackEvent, editEvent, reactionEvent, revokeEvent, voteEvent } from './message-changes.ts';
import type { NamedEvent } from './named-event.ts';

const ANA = '98765432101234@lid';
const MINE = refOf('A1', true);
const THEIRS = refOf('B1', false);
const BY_LID = refOf('B1', false, ANA);
const known: LidMap = {
  phoneOfLid: new Map([['98765432101234', '5511987654321']]),
  lidOfPhone: new Map([['5511987654321', '98765432101234']]),
  chatKeyOfLid: new Map(),
};

const ack = (changes: { ref?: typeof MINE; ack?: number } = {}) =>
  ackEvent(changes.ref ?? MINE, changes.ack ?? 3, 'msg_1', 5, known);
const edit = (changes: Partial<Parameters<typeof editEvent>[0]> = {}) =>
  editEvent(
    { type: 'edit', ref: THEIRS, body: 'Boa tarde', previousBody: 'Bom dia', timestamp: 5, ...changes },
    known,
  );
const revoke = (changes: Partial<Parameters<typeof revokeEvent>[0]> = {}) =>
  revokeEvent({ type: 'revoke', ref: THEIRS, timestamp: 6, ...changes }, known);
const reaction = (changes: Partial<Parameters<typeof reactionEvent>[0]> = {}) =>
  reactionEvent(
    {
      type: 'reaction',
      id: 'R1',
      ref: THEIRS,
      emoji: '👍',
      sender: CUSTOMER_CHAT,
      fromMe: false,
      timestamp: 7,
      ...changes,
    },
    known,
  );
const vote = (changes: Partial<Parameters<typeof voteEvent>[0]> = {}) =>
  voteEvent(
    { type: 'poll_vote', ref: MINE, voter: CUSTOMER_CHAT, options: ['Hoje'], votedAtMs: 8_900, ...changes },
    known,
  );

test.each<[string, NamedEvent]>([
  ['an acknowledgement', ack()],
  ['an acknowledgement of a foreign message', ackEvent(MINE, -1, undefined, 5, NOBODY)],
  ['an edit', edit()],
  ['a revoke', revoke()],
  ['a message deleted here', revoke({ type: 'revoke_me' })],
  ['a reaction', reaction()],
  ['a reaction taken back', reaction({ emoji: '' })],
  ['a vote', vote()],
  ['a vote taken back', vote({ options: [] })],
])('%s becomes an event of the catalogue, under all names of the chat', (_what, { body }) => {
  expect(EVENTS[body.event].data.strict().parse(body.data)).toEqual(body.data);
  expect(body.data).toMatchObject({ chatId: CUSTOMER_CHAT, phone: '5511987654321', chatKey: CUSTOMER_CHAT });
});

test('who reacts or votes has both names', () => {
  expect(reaction({ sender: ANA }).body.data).toMatchObject({
    messageId: THEIRS.serialized,
    emoji: '👍',
    sender: ANA,
    senderPhone: '5511987654321',
    senderLid: ANA,
    timestamp: 7,
  });
  expect(vote({ voter: ANA }).body.data).toMatchObject({
    messageId: MINE.serialized,
    options: ['Hoje'],
    voter: ANA,
    voterPhone: '5511987654321',
    voterLid: ANA,
    timestamp: 8,
  });
});

test('an edit whose text before is not known has an empty one', () => {
  const found = editEvent({ type: 'edit', ref: THEIRS, body: 'Boa tarde', timestamp: 5 }, NOBODY);
  expect(found.body.data).toMatchObject({ newBody: 'Boa tarde', previousBody: '' });
});

describe('the name of what happened', () => {
  test('is the same when a chat or a person is called by number at one time and by lid at another', () => {
    expect(revoke({ ref: BY_LID, timestamp: 9 }).once).toBe(revoke().once);
    expect(ack({ ref: refOf('A1', true, ANA) }).once).toBe(ack().once);
    expect(edit({ ref: BY_LID }).once).toBe(edit().once);
    expect(reaction({ ref: BY_LID, sender: ANA }).once).toBe(reaction().once);
    expect(vote({ voter: ANA }).once).toBe(vote().once);
  });

  test('of an edit is its time where WhatsApp tells it, so that the page and the store call it the same', () => {
    const { once } = edit({ editedAtMs: 5_500 });
    expect(edit({ editedAtMs: 5_500, previousBody: '' }).once).toBe(once);
    expect(edit({ editedAtMs: 5_501 }).once).not.toBe(once);
  });

  test('differs for all that differs', () => {
    const names = [
      ack({ ack: 1 }),
      ack({ ack: 2 }),
      ack({ ack: -1 }),
      ack({ ref: refOf('A2', true), ack: 1 }),
      edit(),
      edit({ body: 'Boa noite' }),
      edit({ body: 'Bom dia', previousBody: 'Boa tarde' }),
      edit({ ref: refOf('B2', false) }),
      edit({ editedAtMs: 5_500 }),
      edit({ editedAtMs: 5_500, ref: refOf('B2', false) }),
      revoke(),
      revoke({ ref: MINE }),
      revoke({ type: 'revoke_me' }),
      reaction(),
      reaction({ id: 'R2' }),
      reaction({ emoji: '' }),
      reaction({ ref: MINE }),
      vote(),
      vote({ votedAtMs: 8_901 }),
      vote({ voter: '5511900000000@c.us' }),
      vote({ ref: refOf('A2', true) }),
    ].map(({ once }) => once);
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(names.length);
  });
});
