import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problemSchema } from '@wagw/shared/errors/problem';
import { type EvolutionApi, startEvolutionApi } from './testing/evolution-api.ts';

/** Whatever comes, it is the caller's fault, and is said in both languages: Evolution's and ours. */

let api: EvolutionApi;
beforeAll(async () => {
  api = await startEvolutionApi();
  await api.ask('POST', '/instance/create', { instanceName: 'user_1' });
});
afterAll(() => api.close());

const CHATS = [
  'whatsappNumbers',
  'markMessageAsRead',
  'archiveChat',
  'sendPresence',
  'updateBlockStatus',
  'updateMessage',
  'fetchProfilePictureUrl',
  'getBase64FromMediaMessage',
  'findContacts',
  'findChats',
];
const MESSAGES = [
  'sendText',
  'sendMedia',
  'sendWhatsAppAudio',
  'sendSticker',
  'sendLocation',
  'sendContact',
  'sendPoll',
  'sendReaction',
];
const GROUPS = ['create', 'updateParticipant', 'updateGroupSubject', 'updateGroupDescription'];
const ROUTES: [method: string, path: string][] = [
  ['POST', '/instance/create'],
  ...MESSAGES.map((name): [string, string] => ['POST', `/message/${name}/user_1`]),
  ...CHATS.map((name): [string, string] => ['POST', `/chat/${name}/user_1`]),
  ['DELETE', '/chat/deleteMessageForEveryone/user_1'],
  ...GROUPS.map((name): [string, string] => ['POST', `/group/${name}/user_1`]),
  ['POST', '/webhook/set/user_1'],
];

const FIELDS = [
  'instanceName',
  'number',
  'numbers',
  'text',
  'key',
  'message',
  'readMessages',
  'media',
  'audio',
  'sticker',
  'contact',
  'values',
  'quoted',
  'mentioned',
  'where',
  'webhook',
  'chat',
  'groupJid',
  'participants',
];
const VALUES = [null, 1e308, 'a:b', '\u0000', [], { key: { id: {} } }];
const LONG = 'x'.repeat(70_000);

test.each(ROUTES)('%s %s', async (method, path) => {
  const everywhere = (value: unknown) => Object.fromEntries(FIELDS.map((field) => [field, value]));
  const bodies = [...VALUES, ...VALUES.map(everywhere), everywhere(LONG)];
  for (const body of bodies) {
    const answer = await api.ask(method, path, body);
    expect([answer.status, answer.body]).toEqual([expect.any(Number), problemOf(answer.status)]);
    expect(answer.status).toBeLessThan(500);
    expect(problemSchema.safeParse(answer.body).error).toBeUndefined();
  }
});

const problemOf = (status: number) =>
  expect.objectContaining({ status, error: expect.any(String), response: { message: expect.anything() } });

test.each([
  '/instance/connect/a:b',
  '/instance/connect/%00',
  `/instance/connectionState/${'x'.repeat(65)}`,
  '/instance/connectionState/user_1%2F..%2Fuser_2',
  '/instance/connect/user_1?number=1&number=2',
  '/instance/fetchInstances?instanceName=a:b',
  '/webhook/find/__proto__:x',
  '/group/participants/user_1?groupJid=x',
  '/group/fetchAllGroups/user_1?getParticipants=maybe',
])('GET %s', async (path) => {
  const { status, body } = await api.ask('GET', path);
  expect([400, 404]).toContain(status);
  expect(body).toEqual(problemOf(status));
});
