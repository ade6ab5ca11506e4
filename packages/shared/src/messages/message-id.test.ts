import { expect, test } from '@jest/globals';
import { newMessageId, whatsappIdOf } from './message-id.ts';

test('our ids are msg_ and 24 characters that need no escaping, each different', () => {
  const ids = Array.from({ length: 1_000 }, newMessageId);
  for (const id of ids) expect(id).toMatch(/^msg_[\w-]{24}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test("WhatsApp's id follows from the session and our id, and looks as WhatsApp Web makes it", () => {
  const id = whatsappIdOf('shop', 'msg_1');
  expect(id).toMatch(/^3EB0[0-9A-F]{18}$/);
  expect(whatsappIdOf('shop', 'msg_1')).toBe(id);
});

test('another message, and the same message in another session, goes out under another id', () => {
  const ids = [whatsappIdOf('shop', 'msg_1'), whatsappIdOf('shop', 'msg_2'), whatsappIdOf('other', 'msg_1')];
  expect(new Set(ids).size).toBe(3);
});
