import { expect, test } from '@jest/globals';
import { COMMANDS, type CommandName } from '@wagw/shared/commands/catalogue';
import type { EngineActions } from '../engine/actions.ts';
import { engineMessage } from '../testing/engine-messages.ts';
import { type ActionCall, createScriptedActions } from '../testing/scripted-actions.ts';
import { type Means, perform } from './perform.ts';

const ANA = '5511987654321@c.us';
const GROUP = '120363000000000001@g.us';
const REF = `true_${ANA}_3EB0A1B2C3D4E5F60718`;

const chat = {
  id: ANA,
  name: 'Ana',
  isGroup: false,
  unreadCount: 2,
  isArchived: false,
  isPinned: true,
  isMuted: false,
};
const contact = { id: ANA, phone: '5511987654321', isMyContact: true, isBusiness: false, isBlocked: false };
const group = { id: GROUP, subject: 'Team', participantCount: 1 };
const member = { id: ANA, isAdmin: true, isSuperAdmin: false };
const added = { id: ANA, isDone: false, detail: 'Ana is not on WhatsApp' };
const received = engineMessage('A1', { author: ANA });
const stored = {
  id: 'msg_1',
  messageId: received.ref.serialized,
  fromMe: false,
  from: received.from,
  to: received.to,
  author: ANA,
  type: 'chat',
  body: 'Bom dia!',
  timestamp: received.timestamp,
  ack: 0,
  hasMedia: false,
  isForwarded: false,
  isEdited: false,
  isRevoked: false,
};

/** For each command: what is asked, what the engine is asked then, what it answers, and what comes out. */
const CASES: Record<CommandName, [unknown, ActionCall, unknown, unknown]> = {
  'message.edit': [{ ref: REF, text: 'Oi' }, ['editMessage', REF, 'Oi'], false, { isDone: false }],
  'message.delete': [{ ref: REF, forEveryone: true }, ['deleteMessage', REF, true], true, { isDone: true }],
  'message.react': [{ ref: REF, emoji: '👍' }, ['react', REF, '👍'], undefined, {}],
  'chat.seen': [{ chat: ANA }, ['markSeen', ANA], undefined, {}],
  'chat.typing': [{ chat: ANA, typing: 'recording' }, ['setTyping', ANA, 'recording'], undefined, {}],
  'chat.archive': [{ chat: ANA, archived: true }, ['archive', ANA, true], undefined, {}],
  'chat.presence': [
    { chat: ANA },
    ['watchPresence', ANA],
    { state: 'unavailable', lastSeen: 5 },
    { state: 'unavailable', lastSeen: 5 },
  ],
  'chats.list': [
    { limit: 2 },
    ['chats'],
    [{ ...chat, lastMessage: received }, chat],
    { items: [{ ...chat, lastMessage: stored }, chat], nextCursor: null },
  ],
  'chat.history': [
    { chat: ANA, limit: 5, cursor: '1800000009:3EB0A1' },
    ['history', ANA, { limit: 5, before: { id: '3EB0A1', timestamp: 1_800_000_009 } }],
    { messages: [received], next: { id: 'A1', timestamp: 1_800_000_000 } },
    { items: [stored], nextCursor: '1800000000:A1' },
  ],
  'contacts.sync': [{}, ['contacts'], [contact, contact], { contacts: 2 }],
  'contact.get': [{ id: ANA }, ['contact', ANA], undefined, null],
  'contact.picture': [{ id: ANA }, ['pictureUrl', ANA], undefined, { url: null }],
  'contact.block': [{ id: ANA, isBlocked: true }, ['setBlocked', ANA, true], undefined, {}],
  'media.download': [{ ref: REF }, ['downloadMedia', REF, 1], undefined, {}],
  'numbers.check': [{ phones: ['5511987654321'] }, ['findNumber', '5511987654321'], ANA, { ids: [ANA] }],
  'groups.list': [{}, ['groups'], [group], { items: [group], nextCursor: null }],
  'group.get': [
    { id: GROUP },
    ['group', GROUP],
    { ...group, description: '', participants: [member] },
    { ...group, description: '', participants: [member] },
  ],
  'group.create': [
    { subject: 'Team', participants: [ANA] },
    ['createGroup', 'Team', [ANA]],
    { id: GROUP, subject: 'Team', participants: [added] },
    { id: GROUP, subject: 'Team', participants: [added] },
  ],
  'group.rename': [{ id: GROUP, subject: 'New' }, ['setGroupSubject', GROUP, 'New'], undefined, {}],
  'group.describe': [{ id: GROUP, description: 'Us' }, ['setGroupDescription', GROUP, 'Us'], undefined, {}],
  'group.participants': [
    { id: GROUP, change: 'promote', participants: [ANA] },
    ['changeParticipants', GROUP, 'promote', [ANA]],
    [added],
    [added],
  ],
  'group.invite': [{ id: GROUP }, ['inviteCode', GROUP], 'AbCdEf', { code: 'AbCdEf' }],
  'group.leave': [{ id: GROUP }, ['leaveGroup', GROUP], undefined, {}],
};

test.each(Object.keys(COMMANDS) as CommandName[])('%s', async (name) => {
  const [input, call, answer, output] = CASES[name];
  const { actions, calls } = createScriptedActions({ [call[0]]: () => answer } as Partial<EngineActions>);
  const replaced: unknown[] = [];
  const means: Means = {
    actions,
    numbers: {
      check: async ([phone = ''], { findNumber }) => ({
        ids: [(await findNumber(phone)) ?? null],
        failures: [],
      }),
    },
    received: {
      fetch: async (ref) => {
        await actions.downloadMedia(ref, 1);
      },
    },
    knownIds: async () => new Map([['A1', 'msg_1']]),
    replaceContacts: async (contacts) => replaced.push(contacts),
  };
  expect(await perform(name, input, means)).toEqual(output);
  expect(calls).toEqual([call]);
  expect(replaced).toEqual(name === 'contacts.sync' ? [answer] : []);
});

const nothing: Means = {
  actions: createScriptedActions({}).actions,
  numbers: { check: async () => ({ ids: [], failures: [] }) },
  received: { fetch: async () => undefined },
  knownIds: async () => new Map(),
  replaceContacts: async () => undefined,
};

test('numbers that could not be asked for are told', async () => {
  const failures = [{ phone: '1', detail: 'no answer' }];
  const numbers = { check: async () => ({ ids: [null], failures }) };
  expect(await perform('numbers.check', { phones: ['1'] }, { ...nothing, numbers })).toEqual({
    ids: [null],
    failures,
  });
});

test('an answer that is not what the catalogue says is not passed on', async () => {
  const { actions } = createScriptedActions({ inviteCode: async () => undefined as unknown as string });
  await expect(perform('group.invite', { id: GROUP }, { ...nothing, actions })).rejects.toThrow(
    /expected string/,
  );
});

test('nor is a question asked that the catalogue does not know', async () => {
  const { actions, calls } = createScriptedActions({});
  await expect(perform('chat.seen', { chat: 1 }, { ...nothing, actions })).rejects.toThrow(/expected string/);
  expect(calls).toEqual([]);
});
