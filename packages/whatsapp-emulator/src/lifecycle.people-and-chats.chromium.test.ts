import { expect, test } from '@jest/globals';
import { smallPng } from './testing/pictures.ts';
import { ADA, BOB, bob, linkedSuite } from './testing/suite.ts';

const suite = linkedSuite({ policy: { snapshotPerChat: 3 } }, async ({ control }) => {
  await control.account({ phone: ADA, name: 'Ada', contacts: [{ phone: BOB, name: 'Bob at work' }] });
  await control.account({ phone: BOB, about: 'Busy', picture: 'data:image/png;base64,AA==' });
  for (let n = 1; n <= 50; n += 1)
    await control.incoming({ to: ADA, from: BOB, text: `Old ${n}`, t: 1_700_000_000 + n });
});

test('who has WhatsApp, under which ids', async () => {
  expect(await suite.client.library.getNumberId(BOB)).toMatchObject({ _serialized: bob });
  expect(await suite.client.library.isRegisteredUser('4915100000404')).toBe(false);
  const [mapping] = await suite.client.library.getContactLidAndPhone([bob]);
  expect(mapping).toEqual({ lid: expect.stringMatching(/^\d+@lid$/), pn: bob });
  expect(await suite.client.library.getContactLidAndPhone([mapping?.lid ?? ''])).toEqual([mapping]);
  expect(await suite.client.library.getFormattedNumber(bob)).toMatch(/^\+49 /);
  expect(await suite.client.library.getCountryCode(bob)).toBe('49');
});

test('contacts: names, picture, about, blocking, address book', async () => {
  const contact = await suite.client.library.getContactById(bob);
  expect(contact).toMatchObject({
    number: BOB,
    name: 'Bob at work',
    pushname: 'Bob',
    isMyContact: true,
    isBlocked: false,
  });
  expect(await contact.getProfilePicUrl()).toBe('data:image/png;base64,AA==');
  expect(await contact.getAbout()).toBe('Busy');
  expect((await suite.client.library.getContacts()).map(({ number }) => number)).toEqual(
    expect.arrayContaining([ADA, BOB]),
  );

  await contact.block();
  await suite.emulator.control.incoming({ to: ADA, from: BOB, text: 'Blocked' });
  expect(await suite.client.library.getBlockedContacts()).toMatchObject([{ number: BOB, isBlocked: true }]);
  await contact.unblock();
  expect(await suite.client.library.getBlockedContacts()).toEqual([]);
  expect(
    (await suite.emulator.control.messages({ phone: ADA, chat: BOB })).map(({ attrs }) => attrs.body),
  ).not.toContain('Blocked');

  await suite.client.library.saveOrEditAddressbookContact('4915100000005', 'Eve', 'Eden');
  expect((await suite.client.library.getContactById('4915100000005@c.us')).name).toBe('Eve Eden');
  await suite.client.library.deleteAddressbookContact('4915100000005@c.us');
});

test('oneself: name, about, picture', async () => {
  expect(await suite.client.library.setDisplayName('Ada L.')).toBe(true);
  await suite.client.library.setStatus('Computing');
  expect(await suite.client.library.setProfilePicture(smallPng())).toBe(true);
  expect(await suite.client.library.getProfilePicUrl(`${ADA}@c.us`)).toMatch(/^data:image/);
  expect(await (await suite.client.library.getContactById(`${ADA}@c.us`)).getAbout()).toBe('Computing');
  expect(await suite.client.library.getState()).toBe('CONNECTED');
});

test('history is loaded as far back as it is asked for', async () => {
  const [chat] = await suite.client.library.getChats();
  expect(chat).toMatchObject({ name: 'Bob at work', unreadCount: 50, lastMessage: { body: 'Old 50' } });
  const last = await chat?.fetchMessages({ limit: 30 });
  expect(last?.map(({ body }) => body)).toEqual(
    Array.from({ length: 30 }, (_, index) => `Old ${index + 21}`),
  );
  expect(await chat?.fetchMessages({ limit: 1000 })).toHaveLength(50);
  const [first] = await suite.emulator.control.messages({ phone: ADA, chat: BOB });
  expect(await suite.client.library.getMessageById(`false_${bob}_${first?.id}`)).toMatchObject({
    body: 'Old 1',
  });
  expect(await suite.client.library.getMessageById(`false_${bob}_3EB0000000000000000000`)).toBeNull();
  expect(await suite.client.library.searchMessages('old 17')).toMatchObject([{ body: 'Old 17' }]);
});

test('seen, typing, archive, pin, mute, unread, star', async () => {
  const chat = await suite.client.library.getChatById(bob);
  await chat.sendSeen();
  expect(
    (await suite.client.next('unread_count', ({ unreadCount }) => unreadCount === 0)).id._serialized,
  ).toBe(bob);
  await chat.sendStateTyping();
  await suite.client.library.getState();
  expect((await suite.emulator.control.state()).presences[BOB]).toEqual([
    { chat: `${ADA}@c.us`, from: `${ADA}@c.us`, state: 'composing' },
  ]);
  await chat.archive();
  expect(await suite.client.next('chat_archived')).toMatchObject({ now: true, before: false });
  await chat.unarchive();
  expect(await chat.pin()).toBe(true);
  expect(await suite.client.library.muteChat(bob, new Date(2_000_000_000_000))).toMatchObject({
    isMuted: true,
  });
  await chat.markUnread();
  expect(await suite.client.library.getChatById(bob)).toMatchObject({
    archived: false,
    pinned: true,
    isMuted: true,
    unreadCount: -1,
  });
  const [message] = await chat.fetchMessages({ limit: 1 });
  await message?.star();
  expect((await message?.reload())?.isStarred).toBe(true);
});

test('settings of the page, and a pinned message', async () => {
  await suite.client.library.setAutoDownloadVideos(false);
  await suite.client.library.setBackgroundSync(false);
  expect(await suite.client.library.getContactDeviceCount(bob)).toBe(1);
  const chat = await suite.client.library.getChatById(bob);
  const [message] = await chat.fetchMessages({ limit: 1 });
  expect(await message?.pin(3600)).toBe(true);
  expect(await chat.getPinnedMessages()).toMatchObject([{ body: message?.body }]);
  expect(await message?.unpin()).toBe(true);
  expect(await chat.getPinnedMessages()).toEqual([]);
});

test('what was set is still there after a restart', async () => {
  await suite.client.restart();
  await suite.client.next('ready');
  expect(suite.client.library.info.pushname).toBe('Ada L.');
  expect(await suite.client.library.getChatById(bob)).toMatchObject({ pinned: true, isMuted: true });
});

test('clearing and deleting a chat', async () => {
  const chat = await suite.client.library.getChatById(bob);
  await chat.clearMessages();
  expect(await chat.fetchMessages({ limit: 10 })).toEqual([]);
  await chat.delete();
  expect((await suite.client.next('chat_removed')).id._serialized).toBe(bob);
  expect(await suite.emulator.control.messages({ phone: ADA })).toEqual([]);
});

test('the page has every module that was asked for', async () => {
  expect((await suite.emulator.control.state()).missing).toEqual([]);
});
