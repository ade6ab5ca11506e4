import { beforeEach, describe, expect, test } from '@jest/globals';
import { learnLids } from '@wagw/shared/numbers/lid-store';
import { ANA, GROUP, JID, PHONE, SHOP, useShopInstance } from './testing/shop-instance.ts';

/** What a backend of Evolution asks of chats, contacts, groups and messages. */

const shop = useShopInstance();
const { chat, came } = shop;

describe('chats', () => {
  test('numbers are looked up', async () => {
    shop.script['numbers.check'] = { result: { ids: [ANA, null] } };
    const { status, body } = await chat('whatsappNumbers', {
      numbers: [PHONE, '5511900001111', '98765432101234@lid', 'abc'],
    });
    expect([status, body]).toEqual([
      200,
      [
        { jid: JID, exists: true, number: PHONE },
        { jid: '5511900001111@s.whatsapp.net', exists: false, number: '5511900001111' },
        { jid: '98765432101234@lid', exists: true, number: '98765432101234@lid', lid: 'lid' },
        { jid: '@s.whatsapp.net', exists: false, number: 'abc' },
      ],
    ]);
  });

  test('are read, each once', async () => {
    const key = (id: string, remoteJid: string) => ({ id, remoteJid, fromMe: false });
    const readMessages = [key('A', JID), key('B', JID), key('C', GROUP)];
    const { status, body } = await chat('markMessageAsRead', { readMessages });
    expect([status, body]).toEqual([201, { message: 'Read messages', read: 'success' }]);
    expect(shop.asked).toEqual([
      { command: 'chat.seen', input: { chat: ANA } },
      { command: 'chat.seen', input: { chat: GROUP } },
    ]);
  });

  test.each([
    [
      'sendPresence',
      { number: PHONE, presence: 'composing', delay: 1000 },
      { command: 'chat.typing', input: { chat: ANA, typing: 'typing' } },
      { presence: 'composing' },
    ],
    [
      'archiveChat',
      { chat: JID, archive: true },
      { command: 'chat.archive', input: { chat: ANA, archived: true } },
      { chatId: JID, archived: true },
    ],
    [
      'updateBlockStatus',
      { number: PHONE, status: 'block' },
      { command: 'contact.block', input: { id: ANA, isBlocked: true } },
      { block: 'success' },
    ],
  ])('%s', async (action, body, question, answer) => {
    const { status, body: answered } = await chat(action, body);
    expect([status, answered]).toEqual([201, answer]);
    expect(shop.asked).toEqual([question]);
  });

  test('a message is edited and taken back', async () => {
    shop.script['message.edit'] = { result: { isDone: true } };
    shop.script['message.delete'] = { result: { isDone: false } };
    const key = { id: 'ABC', remoteJid: JID, fromMe: true };
    const edited = await chat('updateMessage', { number: PHONE, key, text: 'Boa tarde' });
    expect([edited.status, edited.body]).toMatchObject([
      200,
      { key, message: { conversation: 'Boa tarde' } },
    ]);
    const deleted = await chat('deleteMessageForEveryone', key, 'DELETE');
    expect([deleted.status, deleted.body.code]).toEqual([400, 'refused_by_whatsapp']);
    const ref = `true_${ANA}_ABC`;
    expect(shop.asked).toEqual([
      { command: 'message.edit', input: { ref, text: 'Boa tarde' } },
      { command: 'message.delete', input: { ref, forEveryone: true } },
    ]);
  });

  test('a profile picture', async () => {
    shop.script['contact.picture'] = { result: { url: 'https://pps.whatsapp.net/a' } };
    const { status, body } = await chat('fetchProfilePictureUrl', { number: PHONE });
    expect([status, body]).toEqual([200, { wuid: JID, profilePictureUrl: 'https://pps.whatsapp.net/a' }]);
  });
});

describe('lists', () => {
  const lid = '98765432101234@lid';

  test('of chats name people by their numbers', async () => {
    await learnLids(shop.api.redis, SHOP, [{ lid, phone: PHONE }]);
    const last = {
      id: null,
      messageId: `false_${lid}_3EB0`,
      fromMe: false,
      from: lid,
      to: 'me@c.us',
      type: 'chat',
      body: 'Oi',
      timestamp: 1_700_000_000,
      ack: 1,
      hasMedia: false,
      isForwarded: false,
      isEdited: false,
      isRevoked: false,
    };
    const one = { isGroup: false, unreadCount: 2, isArchived: false, isPinned: false, isMuted: false };
    const items = [
      { id: lid, name: 'Ana', ...one, timestamp: 1_700_000_000, lastMessage: last },
      { id: GROUP, name: 'Pedidos', ...one, isGroup: true },
    ];
    shop.script['chats.list'] = { result: { items, nextCursor: null } };
    const all = await chat('findChats', {});
    expect(all.body).toMatchObject([
      {
        remoteJid: JID,
        pushName: 'Ana',
        unreadCount: 2,
        updatedAt: '2023-11-14T22:13:20.000Z',
        lastMessage: { key: { remoteJid: JID, id: '3EB0' }, message: { conversation: 'Oi' } },
      },
      { remoteJid: GROUP, pushName: 'Pedidos' },
    ]);
    const one_ = await chat('findChats', { where: { remoteJid: JID } });
    expect(one_.body).toMatchObject([{ remoteJid: JID }]);
  });

  test('of contacts', async () => {
    shop.script['contact.get'] = {
      result: {
        id: ANA,
        phone: PHONE,
        pushname: 'Ana',
        isMyContact: true,
        isBusiness: false,
        isBlocked: false,
      },
    };
    const one = await chat('findContacts', { where: { id: JID } });
    expect([one.status, one.body]).toMatchObject([
      200,
      [{ remoteJid: JID, pushName: 'Ana', isSaved: true, type: 'contact' }],
    ]);
    shop.script['contacts.sync'] = { result: { contacts: 0 } };
    expect((await chat('findContacts', {})).body).toEqual([]);
    expect(shop.asked.map(({ command }) => command)).toEqual(['contact.get', 'contacts.sync']);
  });

  test('of messages, by pages, the newest first', async () => {
    const other = '5511955554444@c.us';
    for (const id of ['M1', 'M2', 'M3']) await came(id, `Texto ${id}`, other);
    const where = { key: { remoteJid: '5511955554444@s.whatsapp.net' } };
    const first = await chat('findMessages', { where, page: 1, offset: 2 });
    expect([first.status, first.body]).toMatchObject([
      200,
      {
        messages: {
          total: 3,
          pages: 2,
          currentPage: 1,
          records: [{ key: { id: 'M3' } }, { key: { id: 'M2' } }],
        },
      },
    ]);
    const second = await chat('findMessages', { where, page: 2, offset: 2 });
    expect(second.body).toMatchObject({
      messages: {
        records: [
          {
            key: { remoteJid: '5511955554444@s.whatsapp.net', fromMe: false, id: 'M1' },
            message: { conversation: 'Texto M1' },
            status: 'SERVER_ACK',
          },
        ],
      },
    });
    const one = await chat('findMessages', { where: { key: { id: 'M2' } } });
    expect(one.body).toMatchObject({ messages: { total: 1, records: [{ key: { id: 'M2' } }] } });
    const own = await chat('findMessages', { where: { key: { ...where.key, fromMe: true } } });
    expect(own.body).toMatchObject({ messages: { total: 0, records: [] } });
  });
});

describe('groups', () => {
  const group = {
    id: GROUP,
    subject: 'Pedidos',
    participantCount: 1,
    description: 'Avisos',
    owner: ANA,
    createdAt: 1_700_000_000,
    participants: [{ id: ANA, isAdmin: true, isSuperAdmin: true }],
  };
  const answer = {
    id: GROUP,
    subject: 'Pedidos',
    size: 1,
    creation: 1_700_000_000,
    owner: JID,
    desc: 'Avisos',
    participants: [{ id: JID, admin: 'superadmin' }],
  };

  beforeEach(() => {
    shop.script['group.get'] = { result: group };
    shop.script['groups.list'] = {
      result: { items: [{ id: GROUP, subject: 'Pedidos', participantCount: 1 }], nextCursor: null },
    };
    shop.script['group.create'] = { result: { id: GROUP, subject: 'Pedidos', participants: [] } };
    shop.script['group.invite'] = { result: { code: 'AbC' } };
    shop.script['group.participants'] = { result: [{ id: ANA, isDone: true }] };
  });

  test.each([
    [
      'GET',
      'fetchAllGroups',
      '?getParticipants=false',
      undefined,
      200,
      [{ id: GROUP, subject: 'Pedidos', size: 1 }],
    ],
    ['GET', 'fetchAllGroups', '?getParticipants=true', undefined, 200, [answer]],
    ['GET', 'findGroupInfos', `?groupJid=${GROUP}`, undefined, 200, answer],
    [
      'GET',
      'participants',
      '?groupJid=120363041234567890',
      undefined,
      200,
      { participants: answer.participants },
    ],
    [
      'GET',
      'inviteCode',
      `?groupJid=${GROUP}`,
      undefined,
      200,
      { inviteUrl: 'https://chat.whatsapp.com/AbC', inviteCode: 'AbC' },
    ],
    ['POST', 'create', '', { subject: 'Pedidos', description: 'Avisos', participants: [PHONE] }, 201, answer],
    [
      'POST',
      'updateParticipant',
      `?groupJid=${GROUP}`,
      { action: 'add', participants: [PHONE] },
      201,
      { updateParticipants: [{ status: '200', jid: JID }] },
    ],
    ['POST', 'updateGroupSubject', '', { groupJid: GROUP, subject: 'Novo' }, 201, { update: 'success' }],
    [
      'POST',
      'updateGroupDescription',
      `?groupJid=${GROUP}`,
      { description: 'Novo' },
      201,
      { update: 'success' },
    ],
    ['DELETE', 'leaveGroup', `?groupJid=${GROUP}`, undefined, 200, { groupJid: GROUP, leave: true }],
  ])('%s %s%s', async (method, action, query, body, status, expected) => {
    const answered = await shop.api.ask(method, `/group/${action}/${SHOP}${query}`, body);
    expect([answered.status, answered.body]).toEqual([status, expected]);
  });

  test('must be named', async () => {
    const { status, body } = await shop.api.ask('GET', `/group/participants/${SHOP}`);
    expect([status, body]).toMatchObject([400, { status: 400 }]);
  });
});
