import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, type PageSwitches, startEmulator } from './emulator.ts';
import { startClient, startLinkedClient, type TestClient } from './testing/client.ts';
import { giveKeysTheirName } from './testing/page-shim.ts';
import { smallPng } from './testing/pictures.ts';
import { ADA, BOB } from './testing/suite.ts';

let emulator: Emulator;
let client: TestClient;

async function start(page: Partial<PageSwitches>, evalOnNewDoc?: () => void): Promise<void> {
  emulator = await startEmulator({ policy: { ackMs: 5, syncMs: 800 }, page });
  client = await startLinkedClient(emulator, ADA, evalOnNewDoc ? { evalOnNewDoc } : {});
}

afterEach(async () => {
  await client.dispose();
  await emulator.close();
});

describe.each([
  ['plain keys', {}, undefined],
  ['hidden ids (LID)', { lidMode: true }, undefined],
  ['minified keys, with a shim', { minifiedMsgKey: true }, giveKeysTheirName],
  ['minified keys and hidden ids, with a shim', { minifiedMsgKey: true, lidMode: true }, giveKeysTheirName],
])('a build with %s', (_name, page, shim) => {
  beforeEach(() => start(page, shim));

  test('goes through a day of messages', async () => {
    const bob = `${BOB}@c.us`;
    const shown =
      'lidMode' in page ? `2${BOB.replace(/\d/g, (digit) => String(9 - Number(digit)))}@lid` : bob;
    expect(client.library.info.wid._serialized).toBe(`${ADA}@c.us`);

    const { id } = await emulator.control.incoming({ to: ADA, from: BOB, text: 'Ping' });
    const ping = await client.next('message');
    expect(ping).toMatchObject({
      from: shown,
      body: 'Ping',
      id: { id, _serialized: `false_${shown}_${id}` },
    });
    const pong = await ping.reply('Pong');
    expect(pong).toMatchObject({ to: shown, hasQuotedMsg: true });
    for (const ack of [1, 2, 3]) expect((await client.next('message_ack')).ack).toBe(ack);
    expect(await emulator.control.sent()).toMatchObject([
      { to: BOB, text: 'Pong', attrs: { quotedStanzaID: id } },
    ]);

    await ping.react('👍');
    expect(await client.next('message_reaction')).toMatchObject({ reaction: '👍' });
    expect(await pong.edit('Pong!')).toMatchObject({ body: 'Pong!' });
    const picture = await client.library.sendMessage(bob, smallPng(), { caption: 'Grey' });
    expect((await picture.downloadMedia()).data).toBe(smallPng().data);
    const [chat] = await client.library.getChats();
    expect(chat?.lastMessage.body).toBe('Ping');
    expect(await chat?.fetchMessages({ limit: 10 })).toHaveLength(3);
    expect(await client.library.getMessageById(`true_${shown}_${pong.id.id}`)).toMatchObject({
      body: 'Pong!',
    });
    await pong.delete(true);
    await client.next('message_revoke_everyone');

    expect(await client.library.getContactById(shown)).toMatchObject({
      number: BOB,
      id: { _serialized: bob },
    });
    expect(await client.library.getNumberId(BOB)).toMatchObject({ _serialized: bob });
    expect((await client.library.getContactLidAndPhone([bob]))[0]?.pn).toBe(bob);

    const group = await emulator.control.group({ owner: BOB, subject: 'Choir', participants: [ADA] });
    await emulator.control.incoming({ group: group.id, from: BOB, text: 'La' });
    expect(await client.next('message')).toMatchObject({ from: group.id, author: shown, body: 'La' });
    await client.library.sendMessage(group.id, 'La la');
    await client.next('message_ack', ({ message, ack }) => message.to === group.id && ack === 3);
    expect((await emulator.control.state()).missing).toEqual([]);
  });
});

test('minified keys without a shim: the message leaves, but the call returns nothing', async () => {
  await start({ minifiedMsgKey: true });
  expect(await client.library.sendMessage(`${BOB}@c.us`, 'Into the dark')).toBeUndefined();
  expect((await client.next('message_ack')).message.id.id).toMatch(/^3EB0/);
  expect(await emulator.control.sent()).toMatchObject([{ text: 'Into the dark' }]);
  await emulator.control.incoming({ to: ADA, from: BOB, text: 'Anyone there?' });
  await client.next('message');
  await expect(client.library.getChats()).rejects.toThrow();
});

test('a build that lacks a module: the login succeeds, but the client is never ready', async () => {
  emulator = await startEmulator({
    policy: { syncMs: 800 },
    page: { missingModules: ['WAWebCallCollection'] },
  });
  client = await startClient(emulator);
  const qr = await client.next('qr');
  const failed = new Promise((resolve) => client.pageError(resolve));
  await emulator.control.scan({ qr, phone: ADA });
  await client.next('authenticated');
  expect(String(await failed)).toContain('Requiring unknown module "WAWebCallCollection"');
  expect((await emulator.control.state()).missing).toEqual(['WAWebCallCollection']);
  expect(client.others('ready')).toEqual([]);
});

test('a build without window.Debug: the library gives up', async () => {
  emulator = await startEmulator({ page: { noDebug: true } });
  client = await startClient(emulator, { authTimeoutMs: 500 });
  expect(await client.initialized).toBe('auth timeout');
});
