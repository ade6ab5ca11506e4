import { describe, expect, test } from '@jest/globals';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { type LidMap, NOBODY } from '@wagw/shared/numbers/chat-names';
import { CUSTOMER_CHAT } from '../testing/stored.ts';
import { callEvent } from './call-events.ts';
import { chatArchivedEvent, chatRemovedEvent, contactChangedEvent, presenceEvent } from './chat-events.ts';
import { groupEvent } from './group-events.ts';
import type { NamedEvent } from './named-event.ts';

const GROUP = '120363041234567890@g.us';
const ANA = '98765432101234@lid';
const ana = { phone: '5511987654321', lid: ANA, chatKey: CUSTOMER_CHAT };
const known: LidMap = { ...NOBODY, phoneOfLid: new Map([['98765432101234', '5511987654321']]) };

const group = (changes: Partial<Parameters<typeof groupEvent>[0]> = {}) =>
  groupEvent(
    {
      type: 'group_change',
      change: 'join',
      action: 'add',
      group: GROUP,
      id: 'N1',
      author: ANA,
      participants: [ANA, '5511900000000@c.us'],
      body: '',
      timestamp: 5,
      ...changes,
    },
    known,
  );
const contact = (changes: Partial<Parameters<typeof contactChangedEvent>[0]> = {}) =>
  contactChangedEvent(
    {
      type: 'contact_changed',
      oldId: CUSTOMER_CHAT,
      newId: '5511900000000@c.us',
      isContact: true,
      chat: CUSTOMER_CHAT,
      timestamp: 5,
      ...changes,
    },
    known,
  );
const call = (changes: Partial<Parameters<typeof callEvent>[0]> = {}) =>
  callEvent(
    {
      type: 'call',
      id: 'C1',
      from: ANA,
      isVideo: true,
      isGroup: false,
      fromMe: false,
      timestamp: 5,
      ...changes,
    },
    known,
  );
const archived = chatArchivedEvent({ type: 'chat_archived', chat: ANA, isArchived: true }, known);
const presence = presenceEvent({ type: 'presence', chat: ANA, presence: { state: 'typing' } }, known);
const removed = chatRemovedEvent({ type: 'chat_removed', chat: ANA }, known);

test.each<[string, NamedEvent, string]>([
  ['a join', group(), 'group.join'],
  ['a leave', group({ change: 'leave', action: 'remove' }), 'group.leave'],
  ['a new name', group({ change: 'update', action: 'subject', body: 'Pedidos' }), 'group.update'],
  ['a new admin', group({ change: 'admins', action: 'promote' }), 'group.update'],
  ['a request', group({ change: 'request', action: 'membership_approval_request' }), 'group.update'],
  ['another number', contact(), 'contact.changed'],
  ['a chat in the archive', archived, 'chat.archived'],
  ['a removed chat', removed, 'chat.removed'],
  ['what somebody does', presence, 'presence.update'],
  ['a call', call(), 'call'],
])(
  '%s becomes an event of the catalogue, with no field missing and none too many',
  (_what, { body }, name) => {
    expect(body.event).toBe(name);
    expect(EVENTS[body.event].data.strict().parse(body.data)).toEqual(body.data);
  },
);

test('a change of a group names the group, who did it, and whom it concerns', () => {
  expect(group().body.data).toEqual({
    chatId: GROUP,
    phone: null,
    lid: null,
    chatKey: GROUP,
    action: 'add',
    by: ANA,
    byPhone: ana.phone,
    byLid: ANA,
    timestamp: 5,
    participants: [
      { id: ANA, ...ana },
      { id: '5511900000000@c.us', phone: '5511900000000', lid: null, chatKey: '5511900000000@c.us' },
    ],
  });
});

test.each([
  ['update', 'settings', 'Pedidos'],
  ['admins', 'admins', ''],
  ['request', 'request', ''],
] as const)('an %s of a group says that it is of its %s, and what is new', (change, told, value) => {
  expect(group({ change, body: value }).body.data).toMatchObject({ change: told, value });
});

test('a change that nobody is named for has no author', () => {
  const { body } = groupEvent(
    {
      type: 'group_change',
      change: 'leave',
      action: 'leave',
      group: GROUP,
      id: 'N2',
      participants: [ANA],
      body: '',
      timestamp: 5,
    },
    NOBODY,
  );
  expect(body.data).toMatchObject({ by: null, byPhone: null, byLid: null });
});

test('chats and callers have all their names', () => {
  for (const { body } of [archived, removed]) expect(body.data).toMatchObject({ chatId: ANA, ...ana });
  expect(call().body.data).toMatchObject({
    from: ANA,
    fromPhone: ana.phone,
    fromLid: ANA,
    chatKey: ana.chatKey,
  });
  expect(contact().body.data).toMatchObject({ oldPhone: '5511987654321', newPhone: '5511900000000' });
});

describe('the name of what happened', () => {
  test('is the same for what is told again: by another group, at another time', () => {
    expect(contact({ chat: GROUP, isContact: false, timestamp: 9 }).once).toBe(contact().once);
    expect(call({ from: CUSTOMER_CHAT, timestamp: 9 }).once).toBe(call().once);
    expect(group({ author: CUSTOMER_CHAT, timestamp: 9 }).once).toBe(group().once);
  });

  test('differs for all that differs', () => {
    const names = [
      group(),
      group({ id: 'N2' }),
      group({ group: '120363049999999999@g.us' }),
      contact(),
      contact({ newId: '5511911111111@c.us' }),
      contact({ oldId: '5511911111111@c.us' }),
      contact({ oldId: '5511900000000@c.us', newId: CUSTOMER_CHAT }),
      call(),
      call({ id: 'C2' }),
    ].map(({ once }) => once);
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is left out where each report counts', () => {
    expect([archived.once, removed.once]).toEqual([undefined, undefined]);
  });
});
