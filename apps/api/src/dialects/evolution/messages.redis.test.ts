import { describe, expect, test } from '@jest/globals';
import { whatsappIdOf } from '@wagw/shared/messages/message-id';
import { keys } from '@wagw/shared/redis/keys';
import { ANA, GROUP, JID, PHONE, refused, SHOP, useShopInstance } from './testing/shop-instance.ts';

/** What a backend of Evolution sends, and the files of messages. */

const shop = useShopInstance();
const { send, chat, accepted, came } = shop;

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
    const response = await shop.api.fetch(`/message/sendMedia/${SHOP}`, { method: 'POST', body: form });
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
    shop.script['group.get'] = { result: group };
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
    await shop.api.ask('POST', '/instance/create', { instanceName: 'user_8' });
    const waiting = await shop.api.ask('POST', '/message/sendText/user_8', { number: PHONE, text: 'Oi' });
    expect(waiting.status).toBe(201);
    expect(await shop.api.waitingJobs('user_8')).toEqual([waiting.body.id]);
    await shop.api.redis.hset(keys.session('user_8'), { code: 'logged_out' });
    const { status, body } = await shop.api.ask('POST', '/message/sendText/user_8', {
      number: PHONE,
      text: 'Oi',
    });
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
    expect(shop.asked).toEqual([{ command: 'message.react', input: { ref, emoji: '👍' } }]);
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
    await shop.api.redis.set(keys.whatsappId(SHOP, whatsappId), String(sent.body.id));
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
    expect(shop.asked).toEqual([{ command: 'media.download', input: { ref } }]);
  });
});
