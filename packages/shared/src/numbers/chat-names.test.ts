import { describe, expect, test } from '@jest/globals';
import { chatNames, NOBODY, stableChatKey } from './chat-names.ts';

const ANA = { phone: '5511987654321', lid: '98765432101234' };
const map = {
  phoneOfLid: new Map([[ANA.lid, ANA.phone]]),
  lidOfPhone: new Map([[ANA.phone, ANA.lid]]),
  chatKeyOfLid: new Map<string, string>(),
};

describe('the names of a person', () => {
  test.each([
    '5511987654321@c.us',
    '5511987654321@s.whatsapp.net',
    '5511987654321:7@s.whatsapp.net',
    '98765432101234@lid',
    '98765432101234:7@lid',
  ])('are the same by %s', (id) => {
    expect(chatNames(id, map)).toEqual({
      phone: ANA.phone,
      lid: '98765432101234@lid',
      chatKey: '5511987654321@c.us',
    });
  });

  test('follow from the id alone, as far as they do', () => {
    expect(chatNames('5511987654321@c.us', NOBODY)).toEqual({
      phone: ANA.phone,
      lid: null,
      chatKey: '5511987654321@c.us',
    });
    expect(chatNames('98765432101234@lid', NOBODY)).toEqual({
      phone: null,
      lid: '98765432101234@lid',
      chatKey: '98765432101234@lid',
    });
  });

  test('keep the key that was written down', () => {
    const written = { ...map, chatKeyOfLid: new Map([[ANA.lid, '98765432101234@lid']]) };
    for (const id of ['5511987654321@c.us', '98765432101234@lid']) {
      expect(stableChatKey(id, written)).toBe('98765432101234@lid');
    }
  });
});

test.each(['120363041234567890@g.us', 'status@broadcast', '120363041234567890@newsletter', ''])(
  '%j is nobody, and its own key',
  (id) => {
    expect(chatNames(id, map)).toEqual({ phone: null, lid: null, chatKey: id });
  },
);
