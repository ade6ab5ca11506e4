import { describe, expect, it, jest } from '@jest/globals';
import type { OutgoingContent } from '../outgoing.ts';
import { everyBuild } from './testing/builds.ts';
import { friend, friendChat, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';
import { filesForSuite, PNG } from './testing/local-files.ts';

jest.setTimeout(60_000);

const files = filesForSuite();

const ada = { name: 'Ada, "Countess"; of\nLovelace', phone: '+49 151 0000-0009', email: 'ada@example.com' };
const grace = { name: 'Grace', phone: '4915100000002', organization: 'Navy' };

/** What is sent, and what must arrive of it. */
const kinds: readonly [string, () => Promise<OutgoingContent> | OutgoingContent, object][] = [
  [
    'a text',
    () => ({ type: 'text', text: 'plain https://example.com/a', linkPreview: false }),
    {
      type: 'chat',
      text: 'plain https://example.com/a',
      attrs: expect.not.objectContaining({ title: 'example.com' }),
    },
  ],
  [
    'a text with a preview of its link',
    () => ({ type: 'text', text: 'see https://example.com/a', linkPreview: true }),
    { type: 'chat', attrs: { title: 'example.com', matchedText: 'https://example.com/a', subtype: 'url' } },
  ],
  [
    'an image with a caption',
    async () => ({ type: 'image', file: await files.file('image/png'), caption: 'grey' }),
    { type: 'image', text: 'grey', attrs: { mimetype: 'image/png', size: PNG.length, width: 1 } },
  ],
  [
    'a video',
    async () => ({ type: 'video', file: await files.file('video/mp4', 'film.mp4'), caption: 'film' }),
    { type: 'video', attrs: { mimetype: 'video/mp4', filename: 'film.mp4' } },
  ],
  [
    'a sound',
    async () => ({ type: 'audio', file: await files.file('audio/mpeg') }),
    { type: 'audio', attrs: { mimetype: 'audio/mpeg' } },
  ],
  [
    'a voice message',
    async () => ({ type: 'voice', file: await files.file('audio/ogg; codecs=opus') }),
    { type: 'ptt', attrs: { mimetype: 'audio/ogg; codecs=opus' } },
  ],
  [
    'a document, though it is a picture',
    async () => ({ type: 'document', file: await files.file('image/png', 'grey.png'), caption: 'for you' }),
    { type: 'document', text: 'for you', attrs: { mimetype: 'image/png', filename: 'grey.png' } },
  ],
  [
    'a sticker of a picture',
    async () => ({ type: 'sticker', file: await files.file('image/png') }),
    { type: 'sticker', attrs: { mimetype: 'image/webp' } },
  ],
  [
    'a location',
    () => ({
      type: 'location',
      location: {
        latitude: -23.5,
        longitude: -46.6,
        name: 'Sé',
        address: 'São Paulo',
        url: 'https://example.com/se',
      },
    }),
    {
      type: 'location',
      attrs: { lat: -23.5, lng: -46.6, loc: 'Sé\nSão Paulo', clientUrl: 'https://example.com/se' },
    },
  ],
  [
    'a contact card',
    () => ({ type: 'contact', contacts: [ada] }),
    {
      type: 'vcard',
      text: expect.stringContaining('FN:Ada\\, "Countess"\\; of\\nLovelace\n'),
      attrs: { vcardFormattedName: ada.name },
    },
  ],
  [
    'contact cards',
    () => ({ type: 'contact', contacts: [ada, grace] }),
    {
      type: 'multi_vcard',
      attrs: {
        vcardList: [
          { displayName: ada.name, vcard: expect.stringContaining('waid=4915100000009:+4915100000009') },
          { displayName: 'Grace', vcard: expect.stringContaining('ORG:Navy') },
        ],
      },
    },
  ],
  [
    'a poll',
    () => ({ type: 'poll', poll: { question: 'Tea?', options: ['yes', 'no'], allowMultiple: false } }),
    {
      type: 'poll_creation',
      text: 'Tea?',
      attrs: {
        pollOptions: [
          { name: 'yes', localId: 0 },
          { name: 'no', localId: 1 },
        ],
        pollSelectableOptionsCount: 1,
        messageSecret: { $bytes: expect.any(String) },
      },
    },
  ],
];

describe.each(everyBuild)('with %s', (_name, page) => {
  const stage = stageForSuite({ page, policy: { linkPreviews: true } });
  const life = linkForSuite(stage);

  const sent = async (id: string) =>
    (await stage.emulator.control.sent({ phone: life.phone })).filter((message) => message.id === id);

  async function send(
    content: OutgoingContent,
    rest: { quotedRef?: string; mentions?: string[] } = {},
    chat = friendChat,
  ) {
    const id = messageId();
    const outcome = await life.engine.send({ chat, id, content, ...rest });
    expect(outcome).toMatchObject({ outcome: 'sent', ref: { id } });
    await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack === 3);
    return { id, ref: outcome.outcome === 'sent' ? outcome.ref.serialized : '' };
  }

  it.each(kinds)(
    '%s leaves once, under the given id, is acknowledged, edited if it has words, and deleted',
    async (_kind, make, expected) => {
      const content = await make();
      const { id, ref } = await send(content);
      expect(await sent(id)).toMatchObject([{ to: friend, arrivals: 1, ...expected }]);
      const [told] = life.history.of('message').filter(({ message }) => message.ref.id === id);
      expect(told).toMatchObject({ message: { fromMe: true } });

      const hasWords = content.type === 'text' || 'caption' in content;
      expect(await life.engine.actions.editMessage(ref, 'other words')).toBe(hasWords);
      expect(await life.engine.actions.deleteMessage(ref, true)).toBe(true);
      const edits = hasWords ? [{ text: 'other words' }] : [];
      expect(await sent(id)).toMatchObject([{ arrivals: 1, edits, revoked: true }]);
      expect(await life.engine.actions.deleteMessage(ref, false)).toBe(true);
    },
  );

  it('that a voice message was played is told, and a lookup finds it under its id', async () => {
    const { id } = await send({ type: 'voice', file: await files.file('audio/ogg; codecs=opus') });
    await stage.emulator.control.ack({ phone: life.phone, id, ack: 4 });
    await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack === 4);
    expect(await life.engine.find(id, [friendChat])).toMatchObject({
      found: 'yes',
      message: { type: 'ptt', hasMedia: true, media: { mimetype: 'audio/ogg; codecs=opus' } },
    });
  });

  it('sends, reactions and edits at the same time take no ids from one another', async () => {
    const { id: question } = await stage.emulator.control.incoming({
      to: life.phone,
      from: friend,
      text: '?',
    });
    const asked = await life.history.next('message', ({ message }) => message.ref.id === question);
    const old = await send({ type: 'text', text: 'old', linkPreview: false });
    const contents = [
      { type: 'image', file: await files.file('image/png') },
      { type: 'text', text: 'see https://example.com/b', linkPreview: true },
      { type: 'location', location: { latitude: 1, longitude: 2 } },
      { type: 'document', file: await files.file('application/pdf', 'a.pdf') },
      { type: 'forward', messageRef: asked.message.ref.serialized },
    ] as const;
    const chats = [friendChat, '4915100000003@c.us', '4915100000004@c.us'];
    const messages = chats.flatMap((chat) => contents.map((content) => ({ chat, content, id: messageId() })));
    const outcomes = await Promise.all([
      ...messages.map((message) => life.engine.send(message)),
      ...['👍', '❤️', ''].map((emoji) => life.engine.actions.react(asked.message.ref.serialized, emoji)),
      ...['a', 'b', 'c'].map((text) => life.engine.actions.editMessage(old.ref, text)),
    ]);
    expect(outcomes.slice(0, messages.length)).toMatchObject(
      messages.map(({ id }) => ({ outcome: 'sent', ref: { id } })),
    );
    // 'sent' says that the page has taken it; an ack, that it has left the page.
    const acked = () => new Set(life.history.of('ack').map(({ ref }) => ref.id));
    await life.history.next('ack', () => messages.every(({ id }) => acked().has(id)));
    const left = await stage.emulator.control.sent({ phone: life.phone });
    for (const chat of chats) {
      const expected = messages.filter((message) => message.chat === chat);
      const there = left.filter(
        ({ id, to }) => `${to}@c.us` === chat && messages.some((one) => one.id === id),
      );
      expect(there.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      const types = expected.map(({ content: { type } }) =>
        type === 'text' || type === 'forward' ? 'chat' : type,
      );
      expect(there).toMatchObject(types.map((type) => ({ type, arrivals: 1 })));
    }
  });

  it('what was uploaded is what was in the file', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256));
    const { id } = await send({
      type: 'document',
      file: await files.file('application/x-seven', 'seven.bin', bytes),
    });
    const [message] = await sent(id);
    const { data } = await stage.emulator.control.media({ directPath: String(message?.attrs.directPath) });
    expect(Buffer.from(data, 'base64').equals(bytes)).toBe(true);
  });

  it('an answer carries what it answers, in a chat and in a group, and mentions people', async () => {
    const { id } = await stage.emulator.control.incoming({ to: life.phone, from: friend, text: 'question' });
    const asked = await life.history.next('message', ({ message }) => message.ref.id === id);
    const text = { type: 'text', text: 'answer', linkPreview: false } as const;
    const answer = await send(text, { quotedRef: asked.message.ref.serialized });
    expect(await sent(answer.id)).toMatchObject([
      { attrs: { quotedStanzaID: id, quotedMsg: { body: 'question' } } },
    ]);

    const group = await stage.emulator.control.group({
      owner: friend,
      subject: 'Two',
      participants: [life.phone],
    });
    const { id: inGroup } = await stage.emulator.control.incoming({
      from: friend,
      group: group.id,
      text: 'who?',
    });
    const { message } = await life.history.next('message', (event) => event.message.ref.id === inGroup);
    const rest = { quotedRef: message.ref.serialized, mentions: [friendChat] };
    const there = await send({ type: 'text', text: `@${friend}`, linkPreview: false }, rest, group.id);
    expect(await sent(there.id)).toMatchObject([
      { to: group.id, attrs: { quotedStanzaID: inGroup, mentionedJidList: [{ $wid: friendChat }] } },
    ]);

    const lost = await send(text, { quotedRef: `false_${friendChat}_3A00000000000000000000` });
    expect(await sent(lost.id)).toMatchObject([
      { text: 'answer', attrs: expect.not.objectContaining({ quotedMsg: expect.anything() }) },
    ]);
  });

  it.each(['text', 'image', 'poll', 'location', 'vcard'] as const)(
    'a forwarded %s is a copy with its marks',
    async (kind) => {
      const contents = {
        text: { text: 'pass it on' },
        image: { media: { mimetype: 'image/png', data: PNG.toString('base64'), caption: 'look' } },
        poll: { poll: { name: 'Tea?', options: ['yes', 'no'] } },
        location: { location: { latitude: 1, longitude: 2 } },
        vcard: { vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD' },
      };
      const { id } = await stage.emulator.control.incoming({
        to: life.phone,
        from: friend,
        ...contents[kind],
      });
      const { message } = await life.history.next('message', (event) => event.message.ref.id === id);
      const copy = await send({ type: 'forward', messageRef: message.ref.serialized });
      const [original] = (await stage.emulator.control.messages({ phone: life.phone })).filter(
        (one) => one.id === id,
      );
      const [forwarded] = await sent(copy.id);
      expect(forwarded).toMatchObject({
        type: original?.type,
        attrs: { isForwarded: true, forwardingScore: 1 },
      });
      const { notifyName: _name, ...content } = original?.attrs ?? {};
      expect(forwarded?.attrs).toMatchObject(content);
    },
  );
});
