import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { waitUntil } from './deadlines.ts';
import { plainAndHardest } from './testing/builds.ts';
import { friend, friendChat, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';
import { filesForSuite } from './testing/local-files.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

const files = filesForSuite();
const third = '4915100000003';
const nobody = '4915199999404';

describe.each(plainAndHardest)('with %s', (_name, page) => {
  const stage = stageForSuite({ page });
  const life = linkForSuite(stage);

  const actions = () => life.engine.actions;
  const sent = async (id: string) =>
    (await stage.emulator.control.sent({ phone: life.phone })).find((message) => message.id === id);

  async function sendTo(chat: string, text = 'hello'): Promise<{ id: string; ref: string }> {
    const id = messageId();
    const outcome = await sendText(life.engine, { chat, id, text, linkPreview: false });
    await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack >= 2);
    return { id, ref: outcome.outcome === 'sent' ? outcome.ref.serialized : '' };
  }

  async function incoming(text: string) {
    const { id } = await stage.emulator.control.incoming({ to: life.phone, from: friend, text });
    return (await life.history.next('message', ({ message }) => message.ref.id === id)).message.ref;
  }

  describe('a message', () => {
    it('is edited: a text, and the caption of a picture', async () => {
      const { id, ref } = await sendTo(friendChat, 'frist');
      expect(await actions().editMessage(ref, 'first')).toBe(true);
      expect(await sent(id)).toMatchObject({ edits: [{ text: 'first' }], arrivals: 1 });
      expect(await life.history.next('edit', (event) => event.ref.id === id)).toMatchObject({
        body: 'first',
      });

      const picture = messageId();
      const content = { type: 'image', file: await files.file('image/png'), caption: 'gery' } as const;
      const outcome = await life.engine.send({ chat: friendChat, id: picture, content });
      const pictureRef = outcome.outcome === 'sent' ? outcome.ref.serialized : '';
      expect(await actions().editMessage(pictureRef, 'grey')).toBe(true);
      expect(await sent(picture)).toMatchObject({ edits: [{ text: 'grey' }] });
    });

    it('is found by its id, whichever address of the chat that names', async () => {
      const { id } = await sendTo(friendChat);
      expect(await actions().editMessage(`true_${friendChat}_${id}`, 'by phone')).toBe(true);
      const { lid } = await actions().lidAndPhone(friendChat);
      expect(await actions().editMessage(`true_${lid}_${id}`, 'by lid')).toBe(true);
      expect(await sent(id)).toMatchObject({ edits: [{ text: 'by phone' }, { text: 'by lid' }] });
    });

    it('that is not ours, or a poll, is not edited', async () => {
      const { serialized } = await incoming('theirs');
      expect(await actions().editMessage(serialized, 'ours')).toBe(false);
      const poll = { question: 'Tea?', options: ['yes', 'no'], allowMultiple: false };
      const id = messageId();
      const outcome = await life.engine.send({ chat: friendChat, id, content: { type: 'poll', poll } });
      if (outcome.outcome !== 'sent') throw new Error(outcome.detail);
      expect(await actions().editMessage(outcome.ref.serialized, 'x')).toBe(false);
    });

    it('is deleted for everyone, or only here', async () => {
      const { id, ref } = await sendTo(friendChat);
      expect(await actions().deleteMessage(ref, true)).toBe(true);
      expect(await sent(id)).toMatchObject({ revoked: true });
      // Once is enough.
      expect(await actions().deleteMessage(ref, true)).toBe(false);

      const theirs = await incoming('theirs');
      expect(await actions().deleteMessage(theirs.serialized, true)).toBe(false);
      expect(await actions().deleteMessage(theirs.serialized, false)).toBe(true);
      await expect(actions().deleteMessage(theirs.serialized, false)).rejects.toMatchObject({
        code: 'not_found',
      });
      const phones = async (phone: string) =>
        (await stage.emulator.control.messages({ phone })).map(({ id }) => id);
      expect(await phones(life.phone)).not.toContain(theirs.id);
      expect(await phones(friend)).toContain(theirs.id);
    });

    it('is reacted to, and the reaction taken back', async () => {
      const { id, serialized } = await incoming('nice?');
      const reactions = async () =>
        (await stage.emulator.control.messages({ phone: friend })).find((message) => message.id === id)
          ?.reactions;
      await actions().react(serialized, '👍');
      expect(await reactions()).toMatchObject([{ text: '👍', sender: `${life.phone}@c.us` }]);
      await actions().react(serialized, '');
      expect(await reactions()).toEqual([]);
    });

    it('that is nowhere is not found', async () => {
      const ref = `true_${friendChat}_3EB0FFFFFFFFFFFFFFFFFF`;
      await expect(actions().editMessage(ref, 'x')).rejects.toMatchObject({ code: 'not_found' });
      await expect(actions().react('rubbish', '👍')).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('a chat', () => {
    const chatWithFriend = async () =>
      (await actions().chats()).find(
        ({ lastMessage, name }) => name === 'Grace' || lastMessage?.senderName === 'Grace',
      );

    it('is seen, and the other learns of it', async () => {
      const { id } = await incoming('seen?');
      expect(await chatWithFriend()).toMatchObject({ unreadCount: expect.any(Number) });
      await actions().markSeen(friendChat);
      const ack = async () =>
        (await stage.emulator.control.messages({ phone: friend })).find((message) => message.id === id)?.ack;
      expect(await waitUntil(2_000, async () => (await ack()) === 3)).toBe(true);
      expect(await chatWithFriend()).toMatchObject({ unreadCount: 0 });
    });

    it('shows that we type, record, and stop', async () => {
      const shown = async () => (await stage.emulator.control.state()).presences[friend]?.at(-1)?.state;
      for (const [typing, state] of [
        ['typing', 'composing'],
        ['recording', 'recording'],
        ['paused', 'paused'],
      ] as const) {
        await actions().setTyping(friendChat, typing);
        expect(await shown()).toBe(state);
      }
    });

    it('is archived and taken out again', async () => {
      await incoming('for the archive');
      await actions().archive(friendChat, true);
      expect(await chatWithFriend()).toMatchObject({ isArchived: true, isGroup: false });
      await actions().archive(friendChat, false);
      expect(await chatWithFriend()).toMatchObject({ isArchived: false });
    });

    it('gives its newest messages, oldest first', async () => {
      const texts = ['one', 'two', 'three'];
      for (const text of texts) await incoming(text);
      const { messages } = await actions().history(friendChat, { limit: 3 });
      expect(messages.map(({ body }) => body)).toEqual(texts);
      expect(messages[0]).toMatchObject({ fromMe: false, from: expect.any(String) });
    });

    it('that does not exist is not found', async () => {
      await expect(actions().markSeen('4915100009999@c.us')).rejects.toMatchObject({ code: 'not_found' });
      await expect(actions().history('rubbish', { limit: 5 })).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('people', () => {
    it('are listed and told one by one, with both of their names', async () => {
      await incoming('hello');
      const { lid } = await actions().lidAndPhone(friendChat);
      expect(lid).toMatch(/@lid$/);
      expect(await actions().lidAndPhone(lid ?? '')).toEqual({ lid, phone: friendChat });
      const grace = {
        id: friendChat,
        phone: friend,
        lid,
        pushname: 'Grace',
        isMyContact: false,
        isBlocked: false,
      };
      expect((await actions().contacts()).find(({ id }) => id === friendChat)).toMatchObject(grace);
      expect(await actions().contact(friendChat)).toMatchObject(grace);
      expect(await actions().contact(lid ?? '')).toMatchObject(grace);
      expect(await actions().contact(`${nobody}@c.us`)).toBeUndefined();
    });

    it('are found by number, or not', async () => {
      expect(await actions().findNumber(third)).toBe(`${third}@c.us`);
      expect(await actions().findNumber(nobody)).toBeUndefined();
    });

    it('are blocked and unblocked', async () => {
      await actions().setBlocked(friendChat, true);
      expect(await actions().contact(friendChat)).toMatchObject({ isBlocked: true });
      await actions().setBlocked(friendChat, false);
      expect(await actions().contact(friendChat)).toMatchObject({ isBlocked: false });
    });

    it('have pictures, or none', async () => {
      const picture = 'data:image/png;base64,AAAA';
      await stage.emulator.control.account({ phone: friend, picture });
      expect(await actions().pictureUrl(friendChat)).toBe(picture);
      expect(await actions().pictureUrl(`${third}@c.us`)).toBeUndefined();
    });
  });

  describe('groups', () => {
    it('are made, named, described, joined and left', async () => {
      const made = await actions().createGroup('Tea', [friendChat, `${nobody}@c.us`]);
      expect(made).toMatchObject({ subject: 'Tea', id: expect.stringMatching(/@g\.us$/) });
      expect(made.participants).toEqual(
        expect.arrayContaining([
          { id: friendChat, isDone: true },
          { id: `${nobody}@c.us`, isDone: false, detail: expect.any(String) },
        ]),
      );
      const { id } = made;
      await actions().setGroupSubject(id, 'Coffee');
      await actions().setGroupDescription(id, 'Black');
      const group = await actions().group(id);
      expect(group).toMatchObject({ id, subject: 'Coffee', description: 'Black', participantCount: 2 });
      expect(group.participants).toEqual(
        expect.arrayContaining([{ id: friendChat, isAdmin: false, isSuperAdmin: false }]),
      );
      expect(await actions().groups()).toContainEqual({ id, subject: 'Coffee', participantCount: 2 });
      expect(await actions().inviteCode(id)).toMatch(/\w+/);
      expect(await sendTo(id, 'in the group')).toMatchObject({ ref: expect.stringContaining(id) });

      await actions().leaveGroup(id);
      const members = async () =>
        (await stage.emulator.control.state()).groups.find((one) => one.id === id)?.participants;
      expect((await members())?.map((member) => member.id)).toEqual([friendChat]);
    });

    it('get and lose members and admins, each with its own result', async () => {
      const { id } = await actions().createGroup('Members', [friendChat]);
      const newcomer = `${third}@c.us`;
      await stage.emulator.control.account({ phone: third });
      expect(await actions().changeParticipants(id, 'add', [newcomer, friendChat, `${nobody}@c.us`])).toEqual(
        [
          { id: newcomer, isDone: true },
          { id: friendChat, isDone: false, detail: expect.stringContaining('already') },
          { id: `${nobody}@c.us`, isDone: false, detail: expect.any(String) },
        ],
      );
      const admin = async () =>
        (await actions().group(id)).participants.find((member) => member.id === newcomer)?.isAdmin;
      expect(await actions().changeParticipants(id, 'promote', [newcomer])).toEqual([
        { id: newcomer, isDone: true },
      ]);
      expect(await admin()).toBe(true);
      await actions().changeParticipants(id, 'demote', [newcomer]);
      expect(await admin()).toBe(false);
      expect(await actions().changeParticipants(id, 'remove', [newcomer, '4915100009998@c.us'])).toEqual([
        { id: newcomer, isDone: true },
        { id: '4915100009998@c.us', isDone: false, detail: expect.any(String) },
      ]);
      expect(await admin()).toBeUndefined();
    });

    it('of others are not ours to change, and those that are nowhere are not found', async () => {
      const { id } = await stage.emulator.control.group({
        owner: friend,
        subject: 'Theirs',
        participants: [life.phone],
      });
      const isThere = async () => (await actions().groups()).some((group) => group.id === id);
      expect(await waitUntil(2_000, isThere)).toBe(true);
      await expect(actions().changeParticipants(id, 'remove', [friendChat])).rejects.toMatchObject({
        code: 'refused',
      });
      await expect(actions().group('123456789@g.us')).rejects.toMatchObject({ code: 'not_found' });
    });
  });
});

describe('an action that goes wrong', () => {
  const stage = stageForSuite();
  const life = linkForSuite(stage, { timings: { callMs: 700 } });

  afterEach(async () => {
    await stage.emulator.control.policy({ rpcHang: false, dropAcks: false });
  });

  it('because nobody answers is unknown, in time', async () => {
    await stage.emulator.control.policy({ rpcHang: true });
    const started = Date.now();
    await expect(life.engine.actions.findNumber(third)).rejects.toMatchObject({ code: 'unknown' });
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it('because the answer is lost is unknown, and does not hold up the next send', async () => {
    const id = messageId();
    const outcome = await sendText(life.engine, { chat: friendChat, id, text: 'x', linkPreview: false });
    if (outcome.outcome !== 'sent') throw new Error(outcome.detail);
    await stage.emulator.control.policy({ dropAcks: true });
    await expect(life.engine.actions.editMessage(outcome.ref.serialized, 'y')).rejects.toMatchObject({
      code: 'unknown',
    });
    await stage.emulator.control.policy({ dropAcks: false });
    const next = { chat: friendChat, id: messageId(), text: 'z', linkPreview: false };
    expect(await sendText(life.engine, next)).toMatchObject({ outcome: 'sent' });
  });

  it('with one chat or contact of a list costs only that one', async () => {
    for (const phone of [friend, '4915100000005'])
      await stage.emulator.control
        .incoming({ to: life.phone, from: phone, text: 'hello' })
        .catch(async () => {
          await stage.emulator.control.account({ phone });
          await stage.emulator.control.incoming({ to: life.phone, from: phone, text: 'hello' });
        });
    await stage.emulator.control.frame({ phone: life.phone, jolt: { action: 'spoil', chat: friendChat } });
    const names = async () => (await life.engine.actions.chats()).map(({ id }) => id);
    expect(await waitUntil(2_000, async () => !(await names()).includes(friendChat))).toBe(true);
    expect(await names()).toContain('4915100000005@c.us');
    const contacts = (await life.engine.actions.contacts()).map(({ id }) => id);
    expect(contacts).toContain('4915100000005@c.us');
    expect(contacts).not.toContain(friendChat);
  });

  it('because the session is not connected is not_ready', async () => {
    await life.engine.stop();
    await expect(life.engine.actions.chats()).rejects.toMatchObject({ code: 'not_ready' });
    await expect(life.engine.actions.downloadMedia('x', 1)).rejects.toMatchObject({ code: 'not_ready' });
  });
});
