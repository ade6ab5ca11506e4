import { describe, expect, it, jest } from '@jest/globals';
import { plainAndHardest } from './testing/builds.ts';
import { friend, friendChat, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';
import { PNG } from './testing/local-files.ts';

jest.setTimeout(60_000);

const third = '4915100000003';
const data = PNG.toString('base64');
const card = 'BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD';

/** What a phone sends, and what is told of it. */
const kinds = [
  ['text', { text: 'hello' }, { type: 'chat', body: 'hello', hasMedia: false }],
  [
    'image',
    { media: { mimetype: 'image/png', data, caption: 'grey' } },
    {
      type: 'image',
      body: 'grey',
      hasMedia: true,
      media: { mimetype: 'image/png', bytes: PNG.length, isGif: false },
    },
  ],
  ['video', { media: { mimetype: 'video/mp4', data } }, { type: 'video', media: { mimetype: 'video/mp4' } }],
  [
    'animated picture',
    { media: { mimetype: 'video/mp4', data, as: 'gif' } },
    { type: 'video', media: { isGif: true } },
  ],
  [
    'sound',
    { media: { mimetype: 'audio/mpeg', data }, attrs: { duration: '12' } },
    { type: 'audio', media: { seconds: 12 } },
  ],
  [
    'voice message',
    { media: { mimetype: 'audio/ogg', data, as: 'ptt' } },
    { type: 'ptt', media: { mimetype: 'audio/ogg' } },
  ],
  [
    'document',
    { media: { mimetype: 'application/pdf', data, filename: 'a.pdf' } },
    { type: 'document', media: { mimetype: 'application/pdf', filename: 'a.pdf' } },
  ],
  [
    'sticker',
    { media: { mimetype: 'image/webp', data, as: 'sticker' } },
    { type: 'sticker', hasMedia: true },
  ],
  [
    'location',
    { location: { latitude: 1.5, longitude: -2.5, name: 'Sé', address: 'São Paulo' } },
    { type: 'location', location: { latitude: 1.5, longitude: -2.5, name: 'Sé', address: 'São Paulo' } },
  ],
  ['contact card', { vcard: card }, { type: 'vcard', contacts: [card] }],
  [
    'poll',
    { poll: { name: 'Tea?', options: ['yes', 'no'], multiple: true } },
    {
      type: 'poll_creation',
      body: 'Tea?',
      poll: { question: 'Tea?', options: ['yes', 'no'], allowMultiple: true },
    },
  ],
  ['forwarded text', { text: 'again', forwarded: true }, { body: 'again', isForwarded: true }],
] as const;

describe.each(plainAndHardest)('with %s', (_name, page) => {
  const stage = stageForSuite({ page });
  const life = linkForSuite(stage);

  async function incoming(options: object) {
    const { id } = await stage.emulator.control.incoming({ to: life.phone, from: friend, ...options });
    return (await life.history.next('message', ({ message }) => message.ref.id === id)).message;
  }

  /** The address under which the page has somebody. */
  const shown = async (phone: string) => {
    const { lid } = await life.engine.actions.lidAndPhone(`${phone}@c.us`);
    return 'lidMode' in page ? lid : `${phone}@c.us`;
  };

  it.each(kinds)('a %s comes in, and is in the store as it was told', async (_kind, options, expected) => {
    const message = await incoming(options);
    expect(message).toMatchObject({ fromMe: false, senderName: 'Grace', ...expected });
    const stored = (await life.engine.actions.history(friendChat, { limit: 50 })).messages.find(
      ({ ref }) => ref.id === message.ref.id,
    );
    expect(stored).toEqual(message);
  });

  it('an answer names what it answers, and a mention who is mentioned', async () => {
    const first = await incoming({ text: 'first' });
    const answer = await incoming({ text: 'second', quote: first.ref.id, mentions: [life.phone] });
    expect(answer).toMatchObject({
      quoted: { id: first.ref.id, author: await shown(friend) },
      mentions: [expect.stringContaining('@')],
    });
    expect(first.quoted).toBeUndefined();
  });

  it('a reaction is told, and that it was taken back', async () => {
    const { ref } = await incoming({ text: 'nice?' });
    await stage.emulator.control.react({ phone: friend, id: ref.id, emoji: '👍' });
    const reaction = await life.history.next('reaction', (event) => event.ref.id === ref.id);
    expect(reaction).toEqual({
      type: 'reaction',
      id: expect.any(String),
      ref,
      emoji: '👍',
      sender: await shown(friend),
      fromMe: false,
      timestamp: expect.any(Number),
    });
    expect(reaction.timestamp).toBeGreaterThan(Date.now() / 1000 - 60);
    await stage.emulator.control.react({ phone: friend, id: ref.id, emoji: '' });
    expect(await life.history.next('reaction')).toMatchObject({ ref, emoji: '' });
    await life.engine.actions.react(ref.serialized, '❤️');
    expect(await life.history.next('reaction')).toMatchObject({ ref, emoji: '❤️', fromMe: true });
  });

  it('votes are told by name, all that stand', async () => {
    const poll = { question: 'Tea?', options: ['yes', 'no', 'perhaps'], allowMultiple: true };
    const id = messageId();
    await life.engine.send({ chat: friendChat, id, content: { type: 'poll', poll } });
    await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack >= 2);
    for (const options of [['yes'], ['yes', 'perhaps'], []]) {
      await stage.emulator.control.vote({ phone: friend, id, options });
      expect(await life.history.next('poll_vote')).toMatchObject({
        ref: { id },
        voter: await shown(friend),
        options,
      });
    }
  });

  it('what happens in a group is told once each, with those whom it concerns', async () => {
    const group = await stage.emulator.control.group({
      owner: friend,
      subject: 'Tea',
      participants: [life.phone],
    });
    const change = (options: object) =>
      stage.emulator.control.groupChange({ group: group.id, by: friend, ...options });
    await stage.emulator.control.account({ phone: third });
    await change({ add: [third] });
    const added = async () => await life.history.next('group_change', ({ action }) => action === 'add');
    expect(await added()).toMatchObject({ participants: [await shown(life.phone)] });
    expect(await added()).toMatchObject({
      change: 'join',
      group: group.id,
      author: await shown(friend),
      participants: [await shown(third)],
    });
    await change({ promote: [third] });
    expect(await life.history.next('group_change')).toMatchObject({ change: 'admins', action: 'promote' });
    await change({ subject: 'Coffee' });
    expect(await life.history.next('group_change')).toMatchObject({ change: 'update', body: 'Coffee' });
    await change({ remove: [third] });
    expect(await life.history.next('group_change')).toMatchObject({ change: 'leave', action: 'remove' });
    const ids = life.history.of('group_change').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('a chat that is archived or removed on the phone is told, and is not made anew', async () => {
    await incoming({ text: 'hello' });
    const { phone } = life;
    const chat = await shown(friend);
    await stage.emulator.control.archive({ phone, chat: friend, archived: true });
    expect(await life.history.next('chat_archived')).toEqual({
      type: 'chat_archived',
      chat,
      isArchived: true,
    });
    await stage.emulator.control.archive({ phone, chat: friend, archived: false });
    expect(await life.history.next('chat_archived')).toMatchObject({ isArchived: false });
    await stage.emulator.control.removeChat({ phone, chat: friend });
    expect(await life.history.next('chat_removed')).toEqual({ type: 'chat_removed', chat });
    expect((await life.engine.actions.chats()).map(({ id }) => id)).not.toContain(chat);
    expect(life.history.of('revoke')).toEqual([]);
  });

  it('a call is told', async () => {
    const { id } = await stage.emulator.control.call({ to: life.phone, from: friend, isVideo: true });
    expect(await life.history.next('call')).toMatchObject({
      id,
      from: await shown(friend),
      isVideo: true,
      isGroup: false,
      fromMe: false,
    });
  });
});
