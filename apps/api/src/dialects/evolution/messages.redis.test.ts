import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CommandName } from '@wagw/shared/commands/catalogue';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import { whatsappIdOf } from '@wagw/shared/messages/message-id';
import { loadMessage } from '@wagw/shared/messages/message-store';
import { noteSeenMessage } from '@wagw/shared/messages/seen-store';
import { learnLids } from '@wagw/shared/numbers/lid-store';
import { keys } from '@wagw/shared/redis/keys';
import { type CommandPlayer, playCommands } from '../../testing/command-player.ts';
import { type EvolutionApi, startEvolutionApi } from './testing/evolution-api.ts';

/** What a backend of Evolution sends, and asks of chats, contacts, groups and messages. */

const SHOP = 'user_7';
const PHONE = '5511987654321';
const ANA = `${PHONE}@c.us`;
const JID = `${PHONE}@s.whatsapp.net`;
const GROUP = '120363041234567890@g.us';
const NOTHING: CommandOutcome = { result: {} };

let api: EvolutionApi;
let player: CommandPlayer;
/** The outcome of the commands of this name. */
let script: Partial<Record<CommandName, CommandOutcome>>;
beforeAll(async () => {
  api = await startEvolutionApi();
  await api.connected(SHOP);
  await api.redis.hset(keys.session(SHOP), {
    account: JSON.stringify({ phone: '5511900000000', name: 'Loja', platform: 'android' }),
  });
  player = playCommands(api.redis, SHOP, async ({ command }) => script[command] ?? NOTHING);
});
beforeEach(() => {
  script = {};
  player.asked.length = 0;
});
afterAll(async () => {
  await player.close();
  await api.close();
});

const send = (kind: string, body: object) => api.ask('POST', `/message/${kind}/${SHOP}`, body);
const chat = (action: string, body: object, method = 'POST') =>
  api.ask(method, `/chat/${action}/${SHOP}`, body);
const refused = (message: unknown) =>
  expect.objectContaining({ status: 400, error: 'Bad Request', response: { message } });

/** The record of the message that was accepted last. */
async function accepted() {
  const [id = ''] = await api.redis.zrevrange(keys.messages(SHOP), 0, 0);
  const record = await loadMessage(api.redis, SHOP, id);
  if (record === undefined) throw new Error('nothing was accepted');
  return record;
}

/** A message that came in, and its whole id at WhatsApp. */
async function came(id: string, text: string, chatId = ANA): Promise<string> {
  const whatsappRef = `false_${chatId}_${id}`;
  await noteSeenMessage(
    api.redis,
    {
      sessionId: SHOP,
      direction: 'inbound',
      chatId,
      from: chatId,
      to: 'me@c.us',
      whatsappRef,
      type: 'text',
      text,
      ack: 1,
      at: Date.now(),
    },
    { now: Date.now(), retentionDays: 30 },
  );
  return whatsappRef;
}

describe('sending', () => {
  test('a text is answered with the id that it will have at WhatsApp', async () => {
    const sent = await send('sendText', { number: PHONE, text: 'Olá!', delay: 1200, linkPreview: false });
    const record = await accepted();
    expect([sent.status, sent.body]).toEqual([
      201,
      {
        id: record.id,
        key: { remoteJid: JID, fromMe: true, id: whatsappIdOf(SHOP, record.id) },
        pushName: 'Loja',
        status: 'PENDING',
        message: { conversation: 'Olá!' },
        contextInfo: null,
        messageType: 'conversation',
        messageTimestamp: Math.floor(record.acceptedAt / 1000),
        instanceId: SHOP,
        source: 'unknown',
      },
    ]);
    expect(record.content).toEqual({ type: 'text', text: 'Olá!', linkPreview: false });
  });

  test.each([
    [PHONE, ANA],
    [JID, ANA],
    ['+55 (11) 98765-4321', ANA],
    [GROUP, GROUP],
    ['120363041234567890', GROUP],
    ['5511987654321-1400000000', '5511987654321-1400000000@g.us'],
  ])('to %s goes to %s', async (number, chatId) => {
    await send('sendText', { number, text: 'Oi' });
    expect((await accepted()).chatId).toBe(chatId);
  });

  const base64 =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const url = 'https://files.example/a';
  test.each([
    [
      'sendMedia',
      { mediatype: 'image', media: url, caption: 'Foto', mimetype: 'image/png' },
      { type: 'image', caption: 'Foto', media: { from: 'url', url, mimetype: 'image/png' } },
      { imageMessage: { url, mimetype: 'image/png', caption: 'Foto' } },
    ],
    [
      'sendMedia',
      { mediatype: 'document', media: url, fileName: 'nota.pdf', caption: '' },
      { type: 'document', media: { from: 'url', url, filename: 'nota.pdf' } },
      { documentMessage: { url, fileName: 'nota.pdf' } },
    ],
    [
      'sendMedia',
      { mediatype: 'image', media: base64 },
      { type: 'image', media: { from: 'store', mimetype: 'image/png' } },
      { imageMessage: { mimetype: 'image/png', fileLength: '70' } },
    ],
    [
      'sendMedia',
      { mediatype: 'image', media: `data:image/png;base64,${base64}` },
      { type: 'image', media: { from: 'store', mimetype: 'image/png' } },
      { imageMessage: { mimetype: 'image/png', fileLength: '70' } },
    ],
    [
      'sendWhatsAppAudio',
      { audio: url },
      { type: 'voice', media: { from: 'url', url } },
      { audioMessage: { url, ptt: true } },
    ],
    [
      'sendSticker',
      { sticker: url },
      { type: 'sticker', media: { from: 'url', url } },
      { stickerMessage: { url } },
    ],
    [
      'sendLocation',
      { latitude: -23.5, longitude: -46.6, name: 'Loja', address: 'Av. Paulista' },
      { type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Loja' } },
      { locationMessage: { degreesLatitude: -23.5, degreesLongitude: -46.6, name: 'Loja' } },
    ],
    [
      'sendContact',
      { contact: [{ fullName: 'Ana', wuid: PHONE, phoneNumber: `+${PHONE}`, email: '', url: 'x' }] },
      { type: 'contact', contacts: [{ name: 'Ana', phone: `+${PHONE}` }] },
      { contactMessage: { displayName: 'Ana' } },
    ],
    [
      'sendPoll',
      { name: 'Quando?', selectableCount: 1, values: ['Hoje', 'Amanhã'] },
      { type: 'poll', poll: { question: 'Quando?', options: ['Hoje', 'Amanhã'], allowMultiple: false } },
      { pollCreationMessage: { name: 'Quando?', selectableOptionsCount: 1 } },
    ],
    [
      'sendPoll',
      { name: 'Quando?', selectableCount: 0, values: ['Hoje', 'Amanhã'] },
      { type: 'poll', poll: { allowMultiple: true } },
      { pollCreationMessage: { selectableOptionsCount: 0 } },
    ],
  ])('%s %j', async (kind, body, content, message) => {
    const { status, body: answer } = await send(kind, { number: PHONE, ...body });
    expect([status, answer]).toMatchObject([201, { message, messageType: Object.keys(message)[0] }]);
    expect((await accepted()).content).toMatchObject(content);
  });

  test('a file may come in a form', async () => {
    const form = new FormData();
    for (const [field, value] of Object.entries({ number: PHONE, mediatype: 'image', caption: 'Foto' })) {
      form.set(field, value);
    }
    form.set('file', new Blob([Buffer.from(base64, 'base64')], { type: 'image/png' }), 'a.png');
    const response = await api.fetch(`/message/sendMedia/${SHOP}`, { method: 'POST', body: form });
    expect(response.status).toBe(201);
    expect((await accepted()).content).toMatchObject({
      type: 'image',
      caption: 'Foto',
      media: { from: 'store', mimetype: 'image/png' },
    });
  });

  test('an answer quotes what came in, what went out, and what was never seen here', async () => {
    const ref = await came('3EB0A1', 'Bom dia');
    const quoting = async (key: object) => {
      await send('sendText', { number: PHONE, text: 'Sim', quoted: { key } });
      return (await accepted()).content.quotedRef;
    };
    expect(await quoting({ id: '3EB0A1' })).toBe(ref);
    expect(await quoting({ id: 'ABC', remoteJid: JID, fromMe: true })).toBe(`true_${ANA}_ABC`);
    expect(await quoting({ id: 'ABC', remoteJid: GROUP, fromMe: false, participant: JID })).toBe(
      `false_${GROUP}_ABC_${ANA}`,
    );
    const unknown = await send('sendText', { number: PHONE, text: 'Sim', quoted: { key: { id: 'ABC' } } });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'message_not_found']);
  });

  test('people are mentioned', async () => {
    const text = `@${PHONE} chegou`;
    const sent = await send('sendText', { number: GROUP, text, mentioned: [PHONE] });
    expect(sent.body).toMatchObject({ contextInfo: { mentionedJid: [JID] } });
    expect((await accepted()).content.mentions).toEqual([ANA]);
  });

  test('everybody in a group is mentioned', async () => {
    const people = [ANA, '98765432101234@lid'];
    const participants = people.map((id) => ({ id, isAdmin: false, isSuperAdmin: false }));
    const group = { id: GROUP, subject: 'Pedidos', participantCount: 2, description: '', participants };
    script['group.get'] = { result: group };
    await send('sendText', { number: GROUP, text: 'Atenção!', mentionsEveryOne: true });
    expect((await accepted()).content.mentions).toEqual(people);
    await send('sendText', { number: PHONE, text: 'Oi', mentionsEveryOne: true });
    expect((await accepted()).content.mentions).toBeUndefined();
  });

  test.each([
    ['sendText', { text: 'Oi' }, /^number Invalid format$/],
    ['sendText', { number: PHONE }, /^text /],
    ['sendText', { number: PHONE, text: ' ' }, /^text must not be empty$/],
    ['sendMedia', { number: PHONE, mediatype: 'ptv', media: 'x' }, /^mediatype /],
    ['sendMedia', { number: PHONE, mediatype: 'image', media: 'not base64!' }, /^media\.base64 /],
    ['sendPoll', { number: PHONE, name: 'Q', selectableCount: 1, values: ['A'] }, /^poll\.options must have/],
  ])('%s %j is refused', async (kind, body, why) => {
    const { status, body: problem } = await send(kind, body);
    expect([status, problem]).toEqual([400, refused([expect.arrayContaining([expect.stringMatching(why)])])]);
  });

  test('to nobody is refused', async () => {
    const { status, body } = await send('sendText', { number: '123', text: 'Oi' });
    expect([status, body]).toMatchObject([400, { status: 400, error: 'Bad Request' }]);
  });

  test('waits while the session is away, but not without an account', async () => {
    await api.ask('POST', '/instance/create', { instanceName: 'user_8' });
    const waiting = await api.ask('POST', '/message/sendText/user_8', { number: PHONE, text: 'Oi' });
    expect(waiting.status).toBe(201);
    expect(await api.waitingJobs('user_8')).toEqual([waiting.body.id]);
    await api.redis.hset(keys.session('user_8'), { code: 'logged_out' });
    const { status, body } = await api.ask('POST', '/message/sendText/user_8', { number: PHONE, text: 'Oi' });
    expect([status, body]).toEqual([400, refused(['The "user_8" instance is not connected'])]);
  });

  test('a reaction', async () => {
    const ref = await came('3EB0A2', 'Obrigado');
    const key = { id: '3EB0A2', remoteJid: JID, fromMe: false };
    const { status, body } = await send('sendReaction', { key, reaction: '👍' });
    expect([status, body]).toMatchObject([
      201,
      { messageType: 'reactionMessage', message: { reactionMessage: { key, text: '👍' } } },
    ]);
    expect(player.asked).toEqual([{ command: 'message.react', input: { ref, emoji: '👍' } }]);
  });
});

describe('chats', () => {
  test('numbers are looked up', async () => {
    script['numbers.check'] = { result: { ids: [ANA, null] } };
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
    expect(player.asked).toEqual([
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
    expect(player.asked).toEqual([question]);
  });

  test('a message is edited and taken back', async () => {
    script['message.edit'] = { result: { isDone: true } };
    script['message.delete'] = { result: { isDone: false } };
    const key = { id: 'ABC', remoteJid: JID, fromMe: true };
    const edited = await chat('updateMessage', { number: PHONE, key, text: 'Boa tarde' });
    expect([edited.status, edited.body]).toMatchObject([
      200,
      { key, message: { conversation: 'Boa tarde' } },
    ]);
    const deleted = await chat('deleteMessageForEveryone', key, 'DELETE');
    expect([deleted.status, deleted.body.code]).toEqual([400, 'refused_by_whatsapp']);
    const ref = `true_${ANA}_ABC`;
    expect(player.asked).toEqual([
      { command: 'message.edit', input: { ref, text: 'Boa tarde' } },
      { command: 'message.delete', input: { ref, forEveryone: true } },
    ]);
  });

  test('a profile picture', async () => {
    script['contact.picture'] = { result: { url: 'https://pps.whatsapp.net/a' } };
    const { status, body } = await chat('fetchProfilePictureUrl', { number: PHONE });
    expect([status, body]).toEqual([200, { wuid: JID, profilePictureUrl: 'https://pps.whatsapp.net/a' }]);
  });
});

describe('lists', () => {
  const lid = '98765432101234@lid';

  test('of chats name people by their numbers', async () => {
    await learnLids(api.redis, SHOP, [{ lid, phone: PHONE }]);
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
    script['chats.list'] = { result: { items, nextCursor: null } };
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
    script['contact.get'] = {
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
    script['contacts.sync'] = { result: { contacts: 0 } };
    expect((await chat('findContacts', {})).body).toEqual([]);
    expect(player.asked.map(({ command }) => command)).toEqual(['contact.get', 'contacts.sync']);
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

describe('files', () => {
  test('of a message that was sent come in base64', async () => {
    const base64 = Buffer.from('%PDF-1.7 nothing more').toString('base64');
    const sent = await send('sendMedia', {
      number: PHONE,
      mediatype: 'document',
      media: base64,
      fileName: 'nota.pdf',
      caption: 'Nota',
    });
    const { id: whatsappId } = sent.body.key as { id: string };
    // As the worker notes it with the first attempt.
    await api.redis.set(keys.whatsappId(SHOP, whatsappId), String(sent.body.id));
    const { status, body } = await chat('getBase64FromMediaMessage', {
      message: { key: { id: whatsappId } },
    });
    expect([status, body]).toMatchObject([
      201,
      { mediaType: 'documentMessage', fileName: 'nota.pdf', caption: 'Nota', base64 },
    ]);
  });

  test('of a message that came in are asked for', async () => {
    const ref = await came('3EB0F1', '');
    const { status, body } = await chat('getBase64FromMediaMessage', { message: { key: { id: '3EB0F1' } } });
    expect([status, body.code]).toEqual([404, 'media_gone']);
    expect(player.asked).toEqual([{ command: 'media.download', input: { ref } }]);
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
    script['group.get'] = { result: group };
    script['groups.list'] = {
      result: { items: [{ id: GROUP, subject: 'Pedidos', participantCount: 1 }], nextCursor: null },
    };
    script['group.create'] = { result: { id: GROUP, subject: 'Pedidos', participants: [] } };
    script['group.invite'] = { result: { code: 'AbC' } };
    script['group.participants'] = { result: [{ id: ANA, isDone: true }] };
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
    const answered = await api.ask(method, `/group/${action}/${SHOP}${query}`, body);
    expect([answered.status, answered.body]).toEqual([status, expected]);
  });

  test('must be named', async () => {
    const { status, body } = await api.ask('GET', `/group/participants/${SHOP}`);
    expect([status, body]).toMatchObject([400, { status: 400 }]);
  });
});
