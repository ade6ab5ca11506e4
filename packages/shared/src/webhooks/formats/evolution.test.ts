import { describe, expect, test } from '@jest/globals';
import { EVENT_NAMES } from '../../events/catalogue.ts';
import { groupExample } from '../../events/event-fields.ts';
import { STATE_CODE_NAMES, STATE_CODES } from '../../sessions/session-state.ts';
import { evolution, evolutionV2 } from './evolution.ts';
import { recorded } from './testing/recorded.ts';

const ANA = '5511987654321@s.whatsapp.net';
const ANA_HIDDEN = '98765432101234@lid';

/** What is posted, or undefined. */
const posted = (...event: Parameters<typeof recorded>) => {
  const text = evolution.render(recorded(...event));
  return text === undefined ? undefined : JSON.parse(text);
};
const dataOf = (...event: Parameters<typeof recorded>) => posted(...event).data;

test('a QR code is its image, beside the name of the instance', () => {
  const image = 'data:image/png;base64,iVBORw0KGgo=';
  expect(posted('qr_code', { qrCode: image }, { sessionId: 'user_123' })).toEqual({
    event: 'qrcode.updated',
    instance: { instanceName: 'user_123' },
    data: { qrcode: image, code: '2@AbC,dEf,gHi,jKl,1' },
    date_time: '2023-12-11T19:37:40.000Z',
  });
});

test('the second format has both as Evolution writes them, and everything else as the first', () => {
  const qr = JSON.parse(evolutionV2.render(recorded('qr_code', { qrCode: 'data:x' })) ?? '');
  expect(qr).toMatchObject({
    event: 'qrcode.updated',
    instance: 'shop',
    data: {
      qrcode: { instance: 'shop', pairingCode: null, code: '2@AbC,dEf,gHi,jKl,1', base64: 'data:x' },
    },
  });
  for (const name of EVENT_NAMES.filter((each) => each !== 'qr_code')) {
    const text = evolutionV2.render(recorded(name));
    expect(text === undefined ? undefined : { ...JSON.parse(text), instance: null }).toEqual(
      posted(name) && { ...posted(name), instance: null },
    );
  }
});

describe('the connection', () => {
  test('is open once the session is ready, and tells whose it is', () => {
    expect(posted('session.status')).toMatchObject({
      event: 'connection.update',
      sender: '5511912345678@s.whatsapp.net',
      data: {
        instance: 'shop',
        wuid: '5511912345678@s.whatsapp.net',
        state: 'open',
        status: 'open',
        statusReason: 200,
      },
    });
  });

  test.each([
    ['starting', 'connecting', 200],
    ['scan_qr', 'connecting', 200],
    ['interrupted', 'connecting', 200],
    ['stopped', 'close', 428],
    ['logged_out', 'close', 401],
    ['blocked', 'close', 403],
    ['not_scanned', 'refused', 428],
  ] as const)('is, with %s, %s for the reason %i', (code, state, statusReason) => {
    const status = { state: STATE_CODES[code].state, code, phone: null };
    expect(dataOf('session.status', status)).toEqual({
      instance: 'shop',
      state,
      status: state,
      statusReason,
    });
  });

  test('has a word for every state', () => {
    const words = STATE_CODE_NAMES.map((code) => {
      const { state } = STATE_CODES[code];
      return dataOf('session.status', { state, code }).state;
    });
    expect(new Set(words)).toEqual(new Set(['open', 'connecting', 'close', 'refused']));
    expect(words.filter((word) => word === 'open')).toHaveLength(1);
  });
});

describe('a message', () => {
  const text = {
    type: 'chat',
    body: 'Olá!',
    hasMedia: false,
    media: undefined,
    quoted: undefined,
    mentions: undefined,
  };

  test('that came in is found by the phone number, with the hidden id beside it', () => {
    expect(posted('message', text)).toEqual({
      event: 'messages.upsert',
      instance: { instanceName: 'shop' },
      sender: '5511912345678@s.whatsapp.net',
      date_time: '2023-12-11T19:37:40.000Z',
      data: {
        key: { remoteJid: ANA, remoteJidAlt: ANA_HIDDEN, fromMe: false, id: '3EB0C767D097B7C17A08' },
        pushName: 'Ana',
        status: 'DELIVERY_ACK',
        message: { conversation: 'Olá!' },
        messageType: 'conversation',
        messageTimestamp: 1_702_323_456,
        instanceId: 'shop',
        source: 'unknown',
      },
    });
  });

  test('is found by the same number when WhatsApp names the chat by its hidden id', () => {
    const hidden = { ...text, messageId: `false_${ANA_HIDDEN}_3EB0`, chatId: ANA_HIDDEN, from: ANA_HIDDEN };
    expect(dataOf('message', hidden).key).toMatchObject({ remoteJid: ANA, remoteJidAlt: ANA_HIDDEN });
    expect(dataOf('message', { ...hidden, phone: null }).key).toEqual({
      remoteJid: ANA_HIDDEN,
      fromMe: false,
      id: '3EB0',
    });
  });

  test('in a group names its author', () => {
    const inGroup = {
      ...text,
      ...groupExample,
      messageId: `false_${groupExample.chatId}_3EB0_${ANA_HIDDEN}`,
      isGroup: true,
      author: ANA_HIDDEN,
      authorPhone: '5511987654321',
      authorLid: ANA_HIDDEN,
    };
    expect(dataOf('message', inGroup).key).toEqual({
      remoteJid: groupExample.chatId,
      fromMe: false,
      id: '3EB0',
      participant: ANA,
    });
  });

  test('refers to another one, to people, and to where it comes from', () => {
    expect(dataOf('message', { ...text, isForwarded: true }).contextInfo).toEqual({ isForwarded: true });
    expect(dataOf('message').contextInfo).toEqual({
      stanzaId: '3EB0A1B2C3D4E5F60718',
      participant: '5511912345678@s.whatsapp.net',
      mentionedJid: ['5511900000000@s.whatsapp.net'],
    });
  });

  const file = { mimetype: 'x/y', bytes: 17, isGif: false };
  const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN;CHARSET=UTF-8:Ana Lima\r\nEND:VCARD';
  test.each([
    ['image', { media: file }, { imageMessage: { mimetype: 'x/y', fileLength: '17', caption: 'Olá!' } }],
    [
      'video',
      { media: { ...file, seconds: 3, isGif: true } },
      { videoMessage: { mimetype: 'x/y', fileLength: '17', caption: 'Olá!', seconds: 3, gifPlayback: true } },
    ],
    [
      'ptt',
      { media: { ...file, seconds: 3 }, body: '' },
      { audioMessage: { mimetype: 'x/y', fileLength: '17', seconds: 3, ptt: true } },
    ],
    ['audio', { media: file }, { audioMessage: { mimetype: 'x/y', fileLength: '17', ptt: false } }],
    ['ptv', { media: file }, { ptvMessage: { mimetype: 'x/y', fileLength: '17' } }],
    ['sticker', { media: { ...file, bytes: undefined } }, { stickerMessage: { mimetype: 'x/y' } }],
    [
      'document',
      { media: { ...file, filename: 'nota.pdf' }, body: '' },
      { documentMessage: { mimetype: 'x/y', fileLength: '17', fileName: 'nota.pdf' } },
    ],
    [
      'location',
      { location: { latitude: -23.5, longitude: -46.6, name: 'Loja' } },
      { locationMessage: { degreesLatitude: -23.5, degreesLongitude: -46.6, name: 'Loja' } },
    ],
    ['vcard', { contacts: [card] }, { contactMessage: { displayName: 'Ana Lima', vcard: card } }],
    [
      'multi_vcard',
      { contacts: [card, 'x'] },
      {
        contactsArrayMessage: {
          contacts: [
            { displayName: 'Ana Lima', vcard: card },
            { displayName: '', vcard: 'x' },
          ],
        },
      },
    ],
    [
      'poll_creation',
      { poll: { question: 'Quando?', options: ['Hoje', 'Amanhã'], allowMultiple: false } },
      {
        pollCreationMessage: {
          name: 'Quando?',
          options: [{ optionName: 'Hoje' }, { optionName: 'Amanhã' }],
          selectableOptionsCount: 1,
        },
      },
    ],
  ])('of the kind %s', (type, content, message) => {
    const data = dataOf('message', { ...text, type, ...content });
    expect(data.message).toEqual(message);
    expect(data.messageType).toBe(Object.keys(message)[0]);
  });

  test('that was sent is told apart by where it was written', () => {
    expect(posted('message_create')).toMatchObject({
      event: 'send.message',
      sender: '5511912345678@s.whatsapp.net',
      data: { key: { remoteJid: ANA, fromMe: true, id: '3EB0A1B2C3D4E5F60718' }, status: 'PENDING' },
    });
    expect(posted('message_create', { gatewayMessageId: null })).toMatchObject({
      event: 'messages.upsert',
      data: { key: { remoteJid: ANA, fromMe: true }, status: 'SERVER_ACK' },
    });
  });

  test('that came in is not told twice: its second event is the chat', () => {
    const received = { fromMe: false, gatewayMessageId: null };
    expect(posted('message_create', received)).toMatchObject({
      event: 'chats.upsert',
      data: [{ remoteJid: ANA, instanceId: 'shop', name: 'Ana' }],
    });
    const [chat] = dataOf('message_create', { ...received, ...groupExample, isGroup: true });
    expect(chat).toEqual({ remoteJid: groupExample.chatId, instanceId: 'shop' });
  });
});

describe('what becomes of a message', () => {
  const key = { keyId: '3EB0A1B2C3D4E5F60718', remoteJid: ANA, fromMe: true, instanceId: 'shop' };

  test.each([
    [-1, 'ERROR'],
    [0, 'PENDING'],
    [1, 'SERVER_ACK'],
    [2, 'DELIVERY_ACK'],
    [3, 'READ'],
    [4, 'PLAYED'],
  ])('an acknowledgement of %i is %s', (ack, status) => {
    expect(posted('message_ack', { ack })).toMatchObject({
      event: 'messages.update',
      data: { ...key, status },
    });
  });

  test('an edit is an update with the new text', () => {
    expect(dataOf('message_edit')).toEqual({
      keyId: '3EB0C767D097B7C17A08',
      remoteJid: ANA,
      fromMe: false,
      status: 'EDITED',
      instanceId: 'shop',
      message: { conversation: 'Boa tarde!' },
    });
  });

  test('a failure is an update if the message ever had an id', () => {
    expect(posted('message_failed')).toBeUndefined();
    const messageId = 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718';
    expect(dataOf('message_failed', { messageId })).toEqual({ ...key, status: 'ERROR' });
  });

  test.each(['message_revoke_everyone', 'message_revoke_me'] as const)('%s is a deletion', (event) => {
    expect(dataOf(event)).toEqual({
      remoteJid: ANA,
      remoteJidAlt: ANA_HIDDEN,
      fromMe: false,
      id: '3EB0C767D097B7C17A08',
      status: 'DELETED',
    });
  });

  test('a reaction is a message that names the other', () => {
    const data = dataOf('message_reaction');
    expect(data.key).toEqual({ remoteJid: ANA, fromMe: false, id: 'evt_1' });
    expect(data.message.reactionMessage).toMatchObject({
      key: { remoteJid: ANA, fromMe: true, id: '3EB0A1B2C3D4E5F60718' },
      text: '👍',
    });
    const { key: inGroup } = dataOf('message_reaction', groupExample);
    expect(inGroup).toMatchObject({ remoteJid: groupExample.chatId, participant: ANA });
  });
});

describe('chats, contacts and calls', () => {
  test('a chat is archived or removed', () => {
    expect(dataOf('chat.archived')).toEqual([{ remoteJid: ANA, instanceId: 'shop', archived: true }]);
    expect(dataOf('chat.removed')).toEqual([ANA]);
  });

  test('somebody types, or has gone away', () => {
    expect(dataOf('presence.update')).toEqual({
      id: ANA,
      presences: { [ANA]: { lastKnownPresence: 'composing' } },
    });
    expect(dataOf('presence.update', { state: 'unavailable', lastSeen: 5 }).presences).toEqual({
      [ANA]: { lastKnownPresence: 'unavailable', lastSeen: 5 },
    });
  });

  test('a contact with another number is updated, a stranger of a group is new', () => {
    const data = [{ remoteJid: '5511900000000@s.whatsapp.net', previousRemoteJid: ANA, instanceId: 'shop' }];
    expect(posted('contact.changed')).toMatchObject({ event: 'contacts.update', data });
    expect(posted('contact.changed', { isContact: false })).toMatchObject({ event: 'contacts.upsert', data });
  });

  test('a call is offered, unless it was made from here', () => {
    expect(dataOf('call')).toEqual({
      id: '9A0B1C2D3E4F',
      chatId: ANA,
      from: ANA,
      date: '2023-12-11T19:38:15.000Z',
      status: 'offer',
      isVideo: false,
      isGroup: false,
    });
    expect(posted('call', { fromMe: true })).toBeUndefined();
  });
});

describe('a group', () => {
  const person = '5511900000000@s.whatsapp.net';
  const group = { id: groupExample.chatId, author: ANA };

  test.each([
    ['group.join', 'add'],
    ['group.leave', 'remove'],
  ] as const)('%s: the action is %s', (event, action) => {
    expect(dataOf(event)).toEqual({
      ...group,
      action,
      participants: [person],
      participantsData: [{ jid: person, phoneNumber: '5511900000000' }],
    });
  });

  test('has other admins', () => {
    const { participants } = recorded('group.join').envelope.data as {
      participants: { id: string; phone: string; lid: null; chatKey: string }[];
    };
    expect(posted('group.update', { change: 'admins', action: 'promote', participants })).toMatchObject({
      event: 'group-participants.update',
      data: { ...group, action: 'promote', participants: [person] },
    });
  });

  test('has another name or description, or something that only the group itself tells', () => {
    expect(dataOf('group.update')).toEqual([{ ...group, subject: 'Pedidos' }]);
    expect(dataOf('group.update', { action: 'description', by: null })).toEqual([
      { id: group.id, desc: 'Pedidos' },
    ]);
    expect(dataOf('group.update', { action: 'announce', value: 'on' })).toEqual([group]);
  });

  test('is made', () => {
    expect(posted('group.update', { action: 'create' })).toMatchObject({
      event: 'groups.upsert',
      data: [{ ...group, subject: 'Pedidos', creation: 1_702_323_485, participants: [] }],
    });
  });

  test('has people who ask to be let in: Evolution has no event for it', () => {
    expect(posted('group.update', { change: 'request' })).toBeUndefined();
  });
});
