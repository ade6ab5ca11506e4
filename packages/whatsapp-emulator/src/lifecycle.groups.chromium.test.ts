import { expect, test } from '@jest/globals';
import type { GroupChat } from 'whatsapp-web.js';
import { smallPng } from './testing/pictures.ts';
import { ADA, BOB, linkedSuite } from './testing/suite.ts';

const CARL = '4915100000003';
const NOBODY = '4915100000404';
const jid = (phone: string): string => `${phone}@c.us`;
const suite = linkedSuite();

async function groupOf(id: string): Promise<GroupChat> {
  return (await suite.client.library.getChatById(id)) as GroupChat;
}

async function members(id: string): Promise<string[]> {
  const group = await groupOf(id);
  return group.participants.map((member) => `${member.id.user}${member.isAdmin ? ' admin' : ''}`);
}

test('a group of one’s own, from its creation to leaving it', async () => {
  const created = await suite.client.library.createGroup('Team', [jid(BOB), jid(NOBODY)]);
  if (typeof created === 'string') throw new Error(created);
  const id = (created.gid as unknown as { _serialized: string })._serialized;
  expect(created.participants).toMatchObject({
    [jid(BOB)]: { statusCode: 200 },
    [jid(NOBODY)]: { statusCode: 404 },
  });
  expect((await suite.client.next('group_join')).recipientIds).toEqual([jid(BOB)]);
  expect(await groupOf(id)).toMatchObject({ isGroup: true, name: 'Team', owner: { user: ADA } });

  const group = await groupOf(id);
  const added = await group.addParticipants([jid(CARL)]);
  expect(added).toMatchObject({ [jid(CARL)]: { code: 200 } });
  expect((await suite.client.next('group_join')).recipientIds).toEqual([jid(CARL)]);
  await group.promoteParticipants([jid(BOB)]);
  expect(await suite.client.next('group_admin_changed')).toMatchObject({ type: 'promote', author: jid(ADA) });
  await group.removeParticipants([jid(CARL)]);
  expect((await suite.client.next('group_leave')).type).toBe('remove');
  expect(await members(id)).toEqual([`${ADA} admin`, `${BOB} admin`]);
  await group.demoteParticipants([jid(BOB)]);
  expect((await suite.client.next('group_admin_changed')).type).toBe('demote');

  expect(await group.setSubject('Crew')).toBe(true);
  expect(await suite.client.next('group_update', ({ type }) => type === 'subject')).toMatchObject({
    body: 'Crew',
  });
  expect(await group.setDescription('We sail')).toBe(true);
  expect(await group.setMessagesAdminsOnly(true)).toBe(true);
  expect(await group.setInfoAdminsOnly(true)).toBe(true);
  expect(await group.setAddMembersAdminsOnly(true)).toBe(true);
  expect(await group.setPicture(smallPng())).toBe(true);
  expect(await groupOf(id)).toMatchObject({
    name: 'Crew',
    description: 'We sail',
    groupMetadata: { announce: true, restrict: true, memberAddMode: 'admin_add' },
  });
  expect(await suite.client.library.getProfilePicUrl(id)).toMatch(/^data:image/);

  const code = await group.getInviteCode();
  expect(await suite.client.library.getInviteInfo(code)).toMatchObject({ subject: 'Crew', size: 2 });
  expect(await group.revokeInvite()).not.toBe(code);
  await group.leave();
  await suite.client.next('group_leave', ({ type }) => type === 'leave');
  const [left] = (await suite.emulator.control.state()).groups;
  expect(left?.participants.map((member) => member.id)).toEqual([jid(BOB)]);
});

test('a group of somebody else, with messages both ways', async () => {
  const { id, inviteCode } = await suite.emulator.control.group({
    owner: BOB,
    subject: 'Choir',
    participants: [ADA, CARL],
  });
  await suite.client.next('group_join', ({ chatId }) => chatId === id);
  await suite.emulator.control.incoming({ group: id, from: CARL, text: 'Do re mi' });
  const message = await suite.client.next('message');
  expect(message).toMatchObject({ from: id, author: jid(CARL), body: 'Do re mi' });
  expect(message.id._serialized).toBe(`false_${id}_${message.id.id}_${jid(CARL)}`);

  const song = await suite.client.library.sendMessage(id, 'Fa sol la');
  expect(song.id._serialized).toBe(`true_${id}_${song.id.id}_${jid(ADA)}`);
  await suite.client.next('message_ack', ({ ack }) => ack === 3);
  expect(await suite.emulator.control.sent({ to: id })).toMatchObject([{ text: 'Fa sol la' }]);
  expect((await suite.emulator.control.messages({ phone: CARL, chat: id })).at(-1)).toMatchObject({
    attrs: { body: 'Fa sol la' },
  });

  const group = await groupOf(id);
  await suite.emulator.control.groupChange({ group: id, by: BOB, restrict: true });
  expect(await group.setSubject('Mine now')).toBe(false);
  expect(await group.addParticipants([jid(CARL)])).toContain('no admin rights');
  expect(await suite.client.library.getCommonGroups(jid(CARL))).toMatchObject([{ _serialized: id }]);

  await suite.emulator.control.groupChange({ group: id, by: BOB, remove: [ADA] });
  await suite.client.next('group_leave', ({ recipientIds }) => recipientIds.includes(jid(ADA)));
  expect(await suite.client.library.acceptInvite(inviteCode)).toBe(id);
  await suite.client.next('group_join', ({ recipientIds }) => recipientIds.includes(jid(ADA)));
});

test('people who ask to join', async () => {
  const { id } = await suite.emulator.control.group({ owner: ADA, subject: 'Club', participants: [BOB] });
  await suite.emulator.control.groupChange({ group: id, by: ADA, approval: true });
  for (const phone of [CARL, '4915100000004'])
    await suite.emulator.control.groupChange({ group: id, by: phone, join: true });
  await suite.client.next('group_membership_request', ({ author }) => author === jid('4915100000004'));
  const group = await groupOf(id);
  expect(await group.getGroupMembershipRequests()).toHaveLength(2);
  expect(
    await group.approveGroupMembershipRequests({ requesterIds: [jid(CARL)], sleep: null }),
  ).toMatchObject([{ requesterId: jid(CARL) }]);
  expect(await group.rejectGroupMembershipRequests({ requesterIds: null, sleep: null })).toHaveLength(1);
  expect(await members(id)).toEqual([`${ADA} admin`, BOB, CARL]);
});

test('the page has every module that was asked for', async () => {
  expect((await suite.emulator.control.state()).missing).toEqual([]);
});
