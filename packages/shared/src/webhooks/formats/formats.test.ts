import { describe, expect, test } from '@jest/globals';
import { EVENTS, type EventName } from '../../events/catalogue.ts';
import { FORMAT_NAMES, FORMATS, type Format } from './formats.ts';
import { recorded } from './testing/recorded.ts';

const NAMES = Object.keys(EVENTS) as EventName[];

const EVOLUTION: Partial<Record<EventName, string>> = {
  qr_code: 'qrcode.updated',
  'session.status': 'connection.update',
  message: 'messages.upsert',
  message_create: 'send.message',
  message_ack: 'messages.update',
  message_edit: 'messages.update',
  message_revoke_everyone: 'messages.delete',
  message_revoke_me: 'messages.delete',
  message_reaction: 'messages.upsert',
  'chat.archived': 'chats.update',
  'chat.removed': 'chats.delete',
  'presence.update': 'presence.update',
  'contact.changed': 'contacts.update',
  'group.join': 'group-participants.update',
  'group.leave': 'group-participants.update',
  'group.update': 'groups.update',
  call: 'call',
};

/** What each format calls the examples of the catalogue. It says nothing of all other events, on purpose. */
const CARRIED: Record<Exclude<Format, 'native'>, Partial<Record<EventName, string>>> = {
  tenant: { qr_code: 'qr_code', 'session.status': 'status_change', message: 'message' },
  evolution: EVOLUTION,
  'evolution-v2': EVOLUTION,
  connection: { message: 'message' },
};

test('the registry calls each format by its own name', () => {
  expect(FORMAT_NAMES).toEqual(['native', 'tenant', 'evolution', 'evolution-v2', 'connection']);
  for (const name of FORMAT_NAMES) expect(FORMATS[name].name).toBe(name);
});

test.each(NAMES)('the native format gives the bytes of the log: %s', (name) => {
  const event = recorded(name);
  expect(FORMATS.native.render(event)).toBe(event.json);
});

describe.each(Object.entries(CARRIED))('the format %s', (format, carried) => {
  const { render } = FORMATS[format as keyof typeof CARRIED];

  test.each(NAMES)('%s', (name) => {
    const text = render(recorded(name));
    expect(text === undefined ? undefined : JSON.parse(text).event).toBe(carried[name]);
  });

  test.each(Object.keys(carried) as EventName[])('writes %s the same over every repetition', (name) => {
    const { json, envelope } = recorded(name);
    const text = render({ json, envelope });
    expect(render({ json, envelope: JSON.parse(json) })).toBe(text);
    expect(text).not.toContain('undefined');
  });
});
