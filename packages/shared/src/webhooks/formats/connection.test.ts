import { expect, test } from '@jest/globals';
import { groupExample } from '../../events/event-fields.ts';
import { connection } from './connection.ts';
import { recorded } from './testing/recorded.ts';

const body = (...event: Parameters<typeof recorded>) => {
  const text = connection.render(recorded(...event));
  return text === undefined ? undefined : JSON.parse(text);
};

test('a message that came in is one flat object', () => {
  expect(body('message', { type: 'chat', hasMedia: false })).toEqual({
    event: 'message',
    tenantId: 'acme',
    sessionId: 'shop',
    messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
    chatId: '5511987654321@c.us',
    from: '5511987654321',
    name: 'Ana',
    message: 'Bom dia!',
    type: 'text',
    hasMedia: false,
    isGroup: false,
    timestamp: '2023-12-11T19:37:36.000Z',
  });
});

test('in a group the conversation is the group, and the writer the one who wrote', () => {
  const inGroup = { ...groupExample, isGroup: true, author: '987@lid', authorPhone: '5511900000000' };
  const { chatId } = groupExample;
  expect(body('message', inGroup)).toMatchObject({ chatId, from: '5511900000000', isGroup: true });
  expect(body('message', { ...inGroup, authorPhone: null })).toMatchObject({ chatId, from: '987@lid' });
});

test('one without a name or a number is told all the same', () => {
  const hidden = {
    chatId: '987@lid',
    chatKey: '987@lid',
    phone: null,
    lid: '987@lid',
    senderName: undefined,
  };
  expect(body('message', hidden)).toMatchObject({ from: '987@lid', chatId: '987@lid', name: null });
});

test('status posts and channels are not told', () => {
  expect(body('message', { isStatus: true })).toBeUndefined();
  expect(body('message', { chatId: '120363000000000000@newsletter' })).toBeUndefined();
});
