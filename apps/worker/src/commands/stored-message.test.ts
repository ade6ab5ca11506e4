import { expect, test } from '@jest/globals';
import { storedMessageSchema } from '@wagw/shared/commands/stored-message';
import type { EngineMessage } from '../engine/engine.ts';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { placeCursor, readPlace, viewStoredMessage } from './stored-message.ts';

const ANA = '5511987654321@c.us';
const GROUP = '120363041234567890@g.us';

/** What comes out keeps to the schema, without anything that the schema would drop. */
function viewOf(message: EngineMessage) {
  const view = viewStoredMessage(message, new Map([['B1', 'msg_1']]));
  expect(storedMessageSchema.strict().parse(view)).toEqual(view);
  return view;
}

test('a message has our id where it is known here', () => {
  expect(viewOf(engineMessage('B1')).id).toBe('msg_1');
  expect(viewOf(engineMessage('B2')).id).toBeNull();
});

test('all that its kind adds is told', () => {
  const parts = {
    senderName: 'Ana',
    media: { mimetype: 'audio/ogg', bytes: 5, filename: 'a.ogg', seconds: 2.5, isGif: false },
    location: { latitude: -23.5, longitude: -46.6, name: 'Sé', address: 'São Paulo' },
    contacts: ['BEGIN:VCARD'],
    poll: { question: 'Quando?', options: ['Hoje', 'Amanhã'], allowMultiple: false },
    mentions: [ANA],
    reactions: [{ emoji: '👍', sender: ANA, fromMe: false, timestamp: 5 }],
  };
  expect(viewOf(engineMessage('B1', parts))).toMatchObject(parts);
});

test('what became of it is told', () => {
  expect(viewOf(engineMessage('B1'))).toMatchObject({ isEdited: false, isRevoked: false });
  expect(viewOf(engineMessage('B1', { editedAtMs: 5_900 }))).toMatchObject({ isEdited: true, editedAt: 5 });
  expect(viewOf(engineMessage('B1', { type: 'revoked' })).isRevoked).toBe(true);
});

test('what it answers is named as messages are', () => {
  const quoted = { id: 'A1', author: ANA, fromMe: false, type: 'chat', body: 'Oi' };
  expect(viewOf(engineMessage('B1', { quoted })).quoted).toEqual({
    messageId: `false_${ANA}_A1`,
    author: ANA,
    fromMe: false,
    type: 'chat',
    body: 'Oi',
  });
  const inGroup = engineMessage('B1', { quoted, ref: refOf('B1', false, GROUP), isGroup: true });
  expect(viewOf(inGroup).quoted?.messageId).toBe(`false_${GROUP}_A1_${ANA}`);
  // Of a chat's last message it may be unknown whose it is.
  expect(viewOf(engineMessage('B1', { quoted: { id: 'A1' } })).quoted).toEqual({
    messageId: null,
    fromMe: false,
  });
});

test('a place becomes a cursor and is read back', () => {
  const place = { id: '3EB0:1', timestamp: 1_800_000_000 };
  expect(readPlace(placeCursor(place))).toEqual(place);
  expect([readPlace(undefined), readPlace('x'), readPlace('5:')]).toEqual([undefined, undefined, undefined]);
});
