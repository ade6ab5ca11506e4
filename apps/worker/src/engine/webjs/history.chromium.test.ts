import { describe, expect, it, jest } from '@jest/globals';
import { forSuite } from '../../testing/for-suite.ts';
import type { ChatPart, ChatPlace } from '../actions.ts';
import { waitUntil } from './deadlines.ts';
import { plainAndHardest } from './testing/builds.ts';
import { friend, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';

jest.setTimeout(60_000);

const friendChat = `${friend}@c.us`;
const third = '4915100000003';

/** Three of them share a second each. */
const COUNT = 50;
const START = 1_700_000_000;
let phones = 0;
const TEXTS = Array.from({ length: COUNT }, (_, at) => `text ${at}`);

describe.each(plainAndHardest)('the history of a chat, with %s', (_name, page) => {
  const stage = stageForSuite({ page, policy: { snapshotPerChat: 2 } });
  const life = linkForSuite(stage);
  const control = () => stage.emulator.control;
  const actions = () => life.engine.actions;

  /** A session of a phone that had got all these messages before it was linked. */
  async function linkedAfter() {
    phones += 1;
    const phone = String(4_915_300_000_000 + phones);
    await control().account({ phone });
    const ids: string[] = [];
    for (const [at, text] of TEXTS.entries()) {
      const t = START + Math.floor(at / 3);
      ids.push((await control().incoming({ to: phone, from: friend, text, t })).id);
    }
    const { engine, history } = await stage.worker.start(`history-${phone}`);
    const { qr } = await history.next('qr');
    await control().scan({ qr, phone });
    await history.next('ready');
    return { ids, history: engine.actions.history, phone };
  }

  async function readAll(history: (part: { limit: number; before?: ChatPlace }) => Promise<ChatPart>) {
    const pages: string[][] = [];
    for (let before: ChatPlace | undefined; ; ) {
      const { messages, next } = await history({ limit: 10, ...(before ? { before } : {}) });
      pages.unshift(messages.map(({ body }) => body));
      if (next === undefined) return pages;
      before = next;
    }
  }

  const past = forSuite(linkedAfter, async () => undefined);
  const place = (at: number) => ({ id: past.ids[at] ?? '', timestamp: START + Math.floor(at / 3) });
  const bodies = async (at: number, limit: number) =>
    (await past.history(friendChat, { limit, before: place(at) })).messages.map(({ body }) => body);

  // The first of these: nothing but the last two messages is loaded yet, and what is loaded next begins after this place, with
  // two of the same second.
  it('goes on from a place that was never loaded', async () => {
    expect(await bodies(27, 1)).toEqual(['text 26']);
    expect(await bodies(10, 2)).toEqual(TEXTS.slice(8, 10));
  });

  it('is read back to its beginning, page by page, each message once', async () => {
    const pages = await readAll((part) => past.history(friendChat, part));
    expect(pages.flat()).toEqual(TEXTS);
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 10, 10, 10]);
    expect(await past.history(friendChat, { limit: 5, before: place(0) })).toEqual({ messages: [] });
  });

  it('goes on from a place whose message is gone', async () => {
    await control().delete({ phone: past.phone, id: past.ids[10] ?? '' });
    const isGone = async () => !(await bodies(12, 3)).includes('text 10');
    expect(await waitUntil(5_000, isGone)).toBe(true);
    // Of its second, 9 to 11, what is left comes again.
    expect(await bodies(10, 4)).toEqual(['text 7', 'text 8', 'text 9', 'text 11']);
  });

  const received = async (options: Parameters<ReturnType<typeof control>['incoming']>[0]) => {
    const { id } = await control().incoming(options);
    return (await life.history.next('message', ({ message }) => message.ref.id === id)).message;
  };
  const stored = async (id: string) =>
    (await actions().history(friendChat, { limit: 20 })).messages.find(({ ref }) => ref.id === id);

  it('tells what a message answers: another one, ours or theirs, or a file', async () => {
    const id = messageId();
    const content = { type: 'text', text: 'ours', linkPreview: false } as const;
    const outcome = await life.engine.send({ chat: friendChat, id, content });
    if (outcome.outcome !== 'sent') throw new Error(outcome.detail);
    await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack >= 2);
    const answer = await received({ to: life.phone, from: friend, text: 'yes', quote: id });
    expect((await stored(answer.ref.id))?.quoted).toMatchObject({
      id,
      fromMe: true,
      type: 'chat',
      body: 'ours',
    });

    const media = { mimetype: 'image/png', caption: 'the shop' };
    const picture = await received({ to: life.phone, from: friend, media });
    const again = await received({ to: life.phone, from: friend, text: 'that', quote: picture.ref.id });
    expect((await stored(again.ref.id))?.quoted).toEqual({
      id: picture.ref.id,
      author: picture.from,
      fromMe: false,
      type: 'image',
      body: 'the shop',
    });
  });

  it('tells who reacts to a message now, and what became of its text', async () => {
    const { ref } = await received({ to: life.phone, from: friend, text: 'nice?' });
    expect(await stored(ref.id)).not.toHaveProperty('reactions');
    await actions().react(ref.serialized, '👍');
    await control().react({ phone: friend, id: ref.id, emoji: '🎉' });
    await life.history.next('reaction', ({ emoji }) => emoji === '🎉');
    const reactions = (await stored(ref.id))?.reactions ?? [];
    expect(reactions).toHaveLength(2);
    expect(reactions).toEqual(
      expect.arrayContaining([
        { emoji: '👍', sender: expect.any(String), fromMe: true, timestamp: expect.any(Number) },
        { emoji: '🎉', sender: ref.chat, fromMe: false, timestamp: expect.any(Number) },
      ]),
    );

    await control().edit({ phone: friend, id: ref.id, text: 'nicer?' });
    await life.history.next('edit', (edit) => edit.ref.id === ref.id);
    expect(await stored(ref.id)).toMatchObject({ body: 'nicer?', editedAtMs: expect.any(Number) });
    await control().revoke({ phone: friend, id: ref.id });
    await life.history.next('revoke', (revoke) => revoke.ref.id === ref.id);
    expect(await stored(ref.id)).toMatchObject({ type: 'revoked', body: '' });
  });

  it('is empty of a chat in which nothing was said', async () => {
    await control().account({ phone: third });
    await actions().setTyping(`${third}@c.us`, 'typing');
    expect(await actions().history(`${third}@c.us`, { limit: 5 })).toEqual({ messages: [] });
  });
});
