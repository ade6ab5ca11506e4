import { describe, expect, test } from '@jest/globals';
import { mentions } from './contact-names.ts';

const isNamed = mentions({ phones: ['5511987654321', '551187654321'], ids: ['98765432101234'] });

describe('somebody is found', () => {
  test.each([
    '5511987654321',
    '{"from":"5511987654321@c.us"}',
    '"5511987654321:12@s.whatsapp.net"',
    'false_551187654321@c.us_3EB0C767D097B7C17A08',
    '98765432101234@lid',
    'Ligue para +55 (11) 98765-4321!',
    'tel:+55-11-98765.4321',
    'wagw:pacing:loja:5511987654321@c.us',
  ])('in %s', (text) => expect(isNamed(text)).toBe(true));
});

describe('nobody is taken for somebody else', () => {
  test.each([
    '55119876543210',
    '15511987654321',
    '5511987654320@c.us',
    '987654321012345@lid',
    '"timestamp":1702323456',
    // Whoever made a group years ago is not what is said in it.
    '5511987654321-1400000000@g.us',
    '',
  ])('in %s', (text) => expect(isNamed(text)).toBe(false));
});

test('nobody without a name is found anywhere', () => {
  expect(mentions({ phones: [], ids: [] })('5511987654321')).toBe(false);
});
