import { beforeEach, describe, expect, it } from '@jest/globals';
import { toldEvents } from './testing/told-events.ts';

const key = (id: string, fromMe = false) => ({ fromMe, remote: '1@c.us', id });

describe('what happens beside messages', () => {
  let { client, told } = toldEvents();
  beforeEach(() => {
    ({ client, told } = toldEvents());
  });

  it('is told once though the library has hooked twice', () => {
    const reaction = {
      id: key('R'),
      msgId: key('A', true),
      reaction: '👍',
      senderId: '1@c.us',
      timestamp: 5.9,
    };
    const vote = {
      voter: '1@c.us',
      selectedOptions: [{ name: 'yes', localId: 0 }],
      interractedAtTs: 7_500,
      parentMsgKey: key('P', true),
    };
    const notice = { id: key('N'), type: 'add', chatId: '2@g.us', recipientIds: ['3@c.us'], timestamp: 9 };
    const call = { id: 'C', from: '1@c.us', isVideo: false };
    for (const _hook of [1, 2]) {
      client.emit('message_reaction', reaction);
      client.emit('vote_update', vote);
      client.emit('group_join', notice);
      client.emit('contact_changed', { _data: { id: key('M'), t: 3 } }, '1@c.us', '4@c.us', true);
      client.emit('call', call);
      client.emit('chat_archived', { id: '5@c.us' }, true);
    }
    for (const _hook of [1, 2]) client.emit('chat_removed', { id: '5@c.us' });
    expect(told).toEqual([
      expect.objectContaining({ type: 'reaction', id: 'R', emoji: '👍', timestamp: 5 }),
      expect.objectContaining({ type: 'poll_vote', options: ['yes'], votedAtMs: 7_500 }),
      expect.objectContaining({ type: 'group_change', change: 'join', participants: ['3@c.us'], body: '' }),
      {
        type: 'contact_changed',
        oldId: '1@c.us',
        newId: '4@c.us',
        isContact: true,
        chat: '1@c.us',
        timestamp: 3,
      },
      expect.objectContaining({ type: 'call', id: 'C', from: '1@c.us', isGroup: false }),
      { type: 'chat_archived', chat: '5@c.us', isArchived: true },
      { type: 'chat_removed', chat: '5@c.us' },
    ]);
  });

  it('is told again when a chat that was removed has come again', () => {
    const chat = { id: '5@c.us' };
    const comes = (id: string) =>
      client.emit('message_create', { _data: { id: { ...key(id), remote: '5@c.us' }, type: 'chat' } });
    for (const id of ['M1', 'M2']) {
      comes(id);
      client.emit('chat_archived', chat, true);
      client.emit('chat_removed', chat);
    }
    const round = ['message', 'chat_archived', 'chat_removed'];
    expect(told.map(({ type }) => type)).toEqual([...round, ...round]);
  });

  it('is told again when it changes: another emoji, the same one after it was taken back', () => {
    const react = (id: string, reaction?: string) =>
      client.emit('message_reaction', {
        id: key(id),
        msgId: key('A'),
        reaction,
        senderId: '1@c.us',
        timestamp: 1,
      });
    react('R1', '👍');
    react('R2', '');
    react('R3', '👍');
    expect(told).toMatchObject([{ emoji: '👍' }, { emoji: '' }, { emoji: '👍' }]);
  });

  it('keeps a vote on a poll whose options the page does not know, by their numbers', () => {
    const selectedOptions = [{ localId: 2 }];
    client.emit('vote_update', {
      voter: '1@c.us',
      selectedOptions,
      interractedAtTs: 1,
      parentMsgKey: key('P'),
    });
    expect(told).toMatchObject([{ ref: { id: 'P' }, options: ['2'] }]);
  });
});
