import { describe, expect, test } from '@jest/globals';
import { learnLids } from '@wagw/shared/numbers/lid-store';
import { refOf } from '../testing/engine-messages.ts';
import { forEachTest, redisForSuite } from '../testing/for-suite.ts';
import { createInboxScene } from '../testing/inbox-scene.ts';
import { CUSTOMER_CHAT } from '../testing/stored.ts';
import type { InboxEvent } from './inbox.ts';

const LID = '98765432101234@lid';

const server = redisForSuite();
const scene = forEachTest(() => createInboxScene(server.client));

const inbox = (event: InboxEvent) => scene.inbox(event);
const recorded = () => scene.recorded();
const names = () => scene.names();

describe('what happens around messages', () => {
  const seconds = Math.floor(Date.now() / 1000);
  const ref = refOf('B1', false);
  const reaction = { type: 'reaction', id: 'R1', ref, emoji: '👍', sender: LID, fromMe: false } as const;
  const vote = { type: 'poll_vote', ref, voter: LID, options: ['Hoje'] } as const;
  const reports: InboxEvent[] = [
    { ...reaction, timestamp: seconds },
    { ...vote, votedAtMs: seconds * 1000 },
    { type: 'revoke_me', ref, timestamp: seconds },
    {
      type: 'group_change',
      change: 'join',
      action: 'add',
      group: '120363041234567890@g.us',
      id: 'N1',
      author: LID,
      participants: [LID],
      body: '',
      timestamp: seconds,
    },
    {
      type: 'contact_changed',
      oldId: CUSTOMER_CHAT,
      newId: '5511900000000@c.us',
      isContact: true,
      chat: LID,
      timestamp: seconds,
    },
    { type: 'call', id: 'C1', from: LID, isVideo: false, isGroup: false, fromMe: false, timestamp: seconds },
  ];

  test('is recorded once, however often it is told', async () => {
    for (const report of [...reports, ...reports]) await inbox(report);
    const each = [
      'message_reaction',
      'poll.vote',
      'message_revoke_me',
      'group.join',
      'contact.changed',
      'call',
    ];
    expect(await names()).toEqual(each);
  });

  test('is recorded each time where the engine has seen to it', async () => {
    const archived = { type: 'chat_archived', chat: LID } as const;
    for (const isArchived of [true, false, true]) await inbox({ ...archived, isArchived });
    await inbox({ type: 'chat_removed', chat: LID });
    expect((await recorded()).map(({ event, data }) => [event, data.isArchived])).toEqual([
      ['chat.archived', true],
      ['chat.archived', false],
      ['chat.archived', true],
      ['chat.removed', undefined],
    ]);
  });

  test('names those that are known by number, and asks WhatsApp for nobody', async () => {
    await inbox({ ...reaction, timestamp: seconds });
    await learnLids(server.client, scene.fence.sessionId, [{ lid: LID, phone: CUSTOMER_CHAT }]);
    for (const report of reports.slice(1)) await inbox(report);
    const [unknown, ...known] = await recorded();
    expect(unknown?.data).toMatchObject({ sender: LID, senderPhone: null, senderLid: LID });
    const phone = '5511987654321';
    // The key that was told first stays.
    const names = { phone, lid: LID, chatKey: LID };
    expect(known.map(({ data }) => data)).toMatchObject([
      { voterPhone: phone, voterLid: LID },
      { chatKey: LID },
      { byPhone: phone, participants: [{ id: LID, ...names }] },
      { oldPhone: phone, newPhone: '5511900000000', ...names },
      { fromPhone: phone, chatKey: LID },
    ]);
  });

  test('is left out when it is so old that the log would not recognise it', async () => {
    const week = 7 * 86_400;
    await inbox({ ...reaction, timestamp: seconds - week });
    await inbox({ ...vote, votedAtMs: (seconds - week) * 1000 });
    expect(await names()).toEqual([]);
  });
});
