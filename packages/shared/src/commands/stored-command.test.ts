import { describe, expect, test } from '@jest/globals';
import { COMMANDS, type CommandName } from './catalogue.ts';
import { ForeignCommandError, readCommand } from './stored-command.ts';

/** What stands in Redis of an edit that is done. */
const EDIT = {
  id: 'cmd_1',
  sessionId: 'shop',
  command: 'message.edit',
  input: '{"ref":"true_1@c.us_A","text":"Oi"}',
  status: 'done',
  result: '{"isDone":true}',
  createdAt: '1800000000000',
  beginBy: '1800000030000',
};

const reading = (fields: Record<string, string>) => () => readCommand({ ...EDIT, ...fields });

test('what this version wrote is read', () => {
  expect(readCommand(EDIT)).toMatchObject({
    command: 'message.edit',
    input: { ref: 'true_1@c.us_A', text: 'Oi' },
    result: { isDone: true },
    createdAt: 1_800_000_000_000,
    finishedAt: undefined,
  });
  expect(readCommand({})).toBeUndefined();
});

test('what a newer version tells beside is left out', () => {
  const newer = reading({ result: '{"isDone":true,"editedAt":5}', askedBy: 'a newer api' })();
  expect(newer?.result).toEqual({ isDone: true });
  expect(newer).not.toHaveProperty('askedBy');
});

describe('of another version is', () => {
  test.each<[string, Record<string, string>]>([
    ['a command without a known name', { command: 'message.pin' }],
    ['a name that only objects have', { command: 'toString' }],
    ['an input that lacks something', { input: '{"ref":"true_1@c.us_A"}' }],
    ['an input that asks for more', { input: '{"ref":"true_1@c.us_A","text":"Oi","silent":true}' }],
    ['an input that is no JSON', { input: '<edit/>' }],
    ['a state that is not known', { status: 'paused' }],
    ['an error of another form', { status: 'failed', error: '"no"' }],
    ['a time that is none', { createdAt: 'today' }],
  ])('%s', (_what, fields) => {
    expect(reading(fields)).toThrow(ForeignCommandError);
  });

  test('a command without an input', () => {
    const { input, ...without } = EDIT;
    expect(() => readCommand(without)).toThrow(ForeignCommandError);
    expect(input).toBeDefined();
  });

  test.each(Object.keys(COMMANDS) as CommandName[])('a result of %s in another form', (command) => {
    const input = JSON.stringify(INPUTS[command]);
    expect(reading({ command, input, status: 'running' })).not.toThrow();
    expect(reading({ command, input, result: '"another"' })).toThrow(ForeignCommandError);
  });
});

test('it says what is known: how far it came, and whether it must not be done twice', () => {
  const create = { command: 'group.create', input: '{"subject":"a","participants":[]}', result: '[]' };
  expect(reading(create)).toThrow(expect.objectContaining({ status: 'done', once: true }));
  expect(reading({ command: 'message.pin', status: 'queued' })).toThrow(
    expect.objectContaining({ status: 'queued', once: false }),
  );
});

const chat = '1@c.us';
const ref = `true_${chat}_A`;
const INPUTS: { readonly [N in CommandName]: object } = {
  'message.edit': { ref, text: 'a' },
  'message.delete': { ref, forEveryone: true },
  'message.react': { ref, emoji: '' },
  'chat.seen': { chat },
  'chat.typing': { chat, typing: 'paused' },
  'chat.archive': { chat, archived: true },
  'chat.presence': { chat },
  'chats.list': { limit: 1 },
  'chat.history': { chat, limit: 1 },
  'contacts.sync': {},
  'contact.get': { id: chat },
  'contact.picture': { id: chat },
  'contact.block': { id: chat, isBlocked: true },
  'media.download': { ref },
  'numbers.check': { phones: [] },
  'groups.list': { limit: 1 },
  'group.get': { id: chat },
  'group.create': { subject: 'a', participants: [] },
  'group.rename': { id: chat, subject: 'a' },
  'group.describe': { id: chat, description: 'a' },
  'group.participants': { id: chat, change: 'add', participants: [] },
  'group.invite': { id: chat },
  'group.leave': { id: chat },
};
