import { describe, expect, it, jest } from '@jest/globals';
import type { ChatPart, ChatPlace } from '../actions.ts';
import { waitUntil } from './deadlines.ts';
import { plainAndHardest } from './testing/builds.ts';
import { friend, link, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';

jest.setTimeout(60_000);

const friendChat = `${friend}@c.us`;
const third = '4915100000003';

/** Three messages share a second, and the connection has only the last one at first. */
const COUNT = 50;
const START = 1_700_000_000;
const TEXTS = Array.from({ length: COUNT }, (_, at) => `text ${at}`);

describe.each(plainAndHardest)('the history of a chat, with %s', (_name, page) => {
  const stage = stageForSuite({ page, policy: { snapshotPerChat: 1 } });
  const life = linkForSuite(stage);
  const control = () => stage.emulator.control;
  const actions = () => life.engine.actions;

  /** Messages that were there before the connection was. */
  async function linkedAfter(count: number) {
    const later = await link(stage);
    await later.engine.stop();
    const ids: string[] = [];
    for (const [at, text] of TEXTS.slice(0, count).entries()) {
      const t = START + Math.floor(at / 3);
      ids.push((await control().incoming({ to: later.phone, from: friend, text, t })).id);
    }
    const again = await stage.worker.start(later.session);
    await again.history.next('ready');
    return {
      ids,
      history: again.engine.actions.history,
      phone: later.phone,
      stop: () => again.engine.stop(),
    };
  }

  async function readAll(history: (part: { limit: number; before?: ChatPlace }) => Promise<ChatPart>) {
    const pages: string[][] = [];
    for (let before: ChatPlace | undefined; ; ) {
      const { messages, next } = await history({ limit: 7, ...(before ? { before } : {}) });
      pages.unshift(messages.map(({ body }) => body));
      if (next === undefined) return pages;
      before = next;
    }
  }

  it('is read back to its beginning, page by page, each message once', async () => {
    const { history, stop } = await linkedAfter(COUNT);
    const pages = await readAll((part) => history(friendChat, part));
    expect(pages.flat()).toEqual(TEXTS);
    expect(pages.map(({ length }) => length)).toEqual([1, 7, 7, 7, 7, 7, 7, 7]);
    await stop();
  });

  it('goes on from a place that was never loaded, and from one whose message is gone', async () => {
    const { ids, history, phone, stop } = await linkedAfter(COUNT);
    const place = (at: number) => ({ id: ids[at] ?? '', timestamp: START + Math.floor(at / 3) });
    const bodies = async (at: number, limit: number) =>
      (await history(friendChat, { limit, before: place(at) })).messages.map(({ body }) => body);
    expect(await bodies(10, 2)).toEqual(TEXTS.slice(8, 10));

    await control().delete({ phone, id: ids[10] ?? '' });
    const isGone = async () => !(await bodies(12, 3)).includes('text 10');
    expect(await waitUntil(5_000, isGone)).toBe(true);
    // Of its second, 9 to 11, what is left comes again.
    expect(await bodies(10, 4)).toEqual(['text 7', 'text 8', 'text 9', 'text 11']);
    expect(await history(friendChat, { limit: 5, before: place(0) })).toEqual({ messages: [] });
    await stop();
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
