import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples' with { type: 'json' };
import { parseRecipient } from './parse-recipient.ts';
import { variantsOf } from './variants.ts';

const chatOf = (...args: Parameters<typeof parseRecipient>) => {
  const parsed = parseRecipient(...args);
  return parsed.kind === 'none' ? parsed.code : parsed.chatId;
};

describe('a recipient', () => {
  test.each([
    ['5511987654321', '5511987654321@c.us'],
    ['+55 (11) 98765-4321', '5511987654321@c.us'],
    ['(+55) 11 98765–4321', '5511987654321@c.us'],
    ['0055 11 98765.4321', '5511987654321@c.us'],
    ['whatsapp:+5511987654321', '5511987654321@c.us'],
    ['tel:+55-11-98765-4321', '5511987654321@c.us'],
    ['\u202a+55\u00a011\u00a098765\u20114321\u202c', '5511987654321@c.us'],
    ['＋５５１１９８７６５４３２１', '5511987654321@c.us'],
    ['+٢٠١٠٠١٢٣٤٥٦٧', '201001234567@c.us'],
    ['+1 415.555.2671', '14155552671@c.us'],
    ['  +49/30/1234567  ', '49301234567@c.us'],
    ['+44 (0)20 7946 0958', '442079460958@c.us'],
    ['+39 06 698 12345', '390669812345@c.us'],
  ])('%j is the number %s', (to, chatId) => {
    expect(chatOf(to)).toBe(chatId);
  });

  test.each([
    ['https://wa.me/5511987654321?text=Bom%20dia', '5511987654321@c.us'],
    ['wa.me/+5511987654321', '5511987654321@c.us'],
    ['https://wa.me/%2B5511987654321/', '5511987654321@c.us'],
    ['https://api.whatsapp.com/send?phone=5511987654321&text=a', '5511987654321@c.us'],
    ['https://web.whatsapp.com/send/?phone=%2B5511987654321', '5511987654321@c.us'],
    ['whatsapp://send?phone=+5511987654321', '5511987654321@c.us'],
  ])('%j is a link to %s', (to, chatId) => {
    expect(chatOf(to, { defaultCountry: 'DE' })).toBe(chatId);
  });

  test.each([
    ['5511987654321@c.us', '5511987654321@c.us'],
    [' 5511987654321@c.us\n', '5511987654321@c.us'],
    ['5511987654321@s.whatsapp.net', '5511987654321@c.us'],
    ['5511987654321:12@s.whatsapp.net', '5511987654321@c.us'],
    // An id is WhatsApp's business, not the numbering plan's.
    ['123456789012345@c.us', '123456789012345@c.us'],
    ['5531987654321@c.us', '5531987654321@c.us'],
    ['98765432101234@lid', '98765432101234@lid'],
    ['98765432101234:3@lid', '98765432101234@lid'],
    ['120363041234567890@g.us', '120363041234567890@g.us'],
    ['5511987654321-1612345678@g.us', '5511987654321-1612345678@g.us'],
  ])('%j is the id %s', (to, chatId) => {
    expect(chatOf(to)).toBe(chatId);
  });

  test('says its kind, and a number is told in E.164', () => {
    expect(parseRecipient('+52 1 55 1234 5678')).toEqual({
      kind: 'phone',
      phone: '525512345678',
      chatId: '5215512345678@c.us',
    });
    expect(parseRecipient('98765432101234@lid').kind).toBe('lid');
    expect(parseRecipient('120363041234567890@g.us').kind).toBe('group');
  });

  test.each([
    '',
    '   ',
    'Ana',
    '+',
    '+1234567',
    '+999123456789',
    '+123456789012345',
    '+5511123',
    '5511987654321@',
    '55119\n87654321@c.us',
    'ana@c.us',
    'ana@example.com',
    '5511987654321@c.us@c.us',
    'status@broadcast',
    '1234@g.us',
    '5511987654321@newsletter',
    '5511987654321;5511987654322',
    '5511987654321x2',
    '55+11987654321',
    'https://wa.me/message/ABCDEF',
    'https://wa.me/%zz',
    'https://chat.whatsapp.com/AbCdEfGh',
    'https://example.com/5511987654321',
    'https://example.com/?phone=5511987654321',
    'wa.me/',
  ])('is not %j, and the answer says why', (to) => {
    expect(parseRecipient(to)).toEqual({
      kind: 'none',
      code: 'invalid_recipient',
      detail: expect.stringMatching(/^\w.{20}/),
    });
  });
});

describe('a number without its country code', () => {
  const NATIONAL = ['11 98765-4321', '(11) 98765-4321', '011 15 2345-6789', '0151 12345678', '٠١٢٣٤٥٦٧٨٩'];
  test.each([...NATIONAL, '123456', '1234567890123456', '123456789012345'])('is refused: %j', (to) => {
    expect(chatOf(to)).toBe('country_code_needed');
  });

  test.each([
    ['BR', '(11) 98765-4321', '5511987654321'],
    ['BR', '0 11 98765-4321', '5511987654321'],
    // As before the ninth digit.
    ['BR', '(31) 8765-4321', '5531987654321'],
    ['BR', '55 99123-4567', '5555991234567'],
    ['AR', '011 15 2345-6789', '5491123456789'],
    ['AR', '3543 15 612345', '5493543612345'],
    ['MX', '55 1234 5678', '525512345678'],
    ['MX', '044 55 1234 5678', '525512345678'],
    ['DE', '0151 12345678', '4915112345678'],
    ['US', '(415) 555-2671', '14155552671'],
    // Also +65 1234 5678 of Singapore by its length: whoever sets a country means it.
    ['US', '651 234 5678', '16512345678'],
    ['RU', '8 916 123-45-67', '79161234567'],
    ['IT', '393 123 4567', '393931234567'],
    ['AU', '0011 44 20 7946 0958', '442079460958'],
  ] as const)('is one of %s: %j', (defaultCountry, to, phone) => {
    expect(parseRecipient(to, { defaultCountry })).toMatchObject({ kind: 'phone', phone });
  });

  test.each([
    ['BR', '5511987654321', '5511987654321'],
    ['BR', '0055 11 98765-4321', '5511987654321'],
    ['BR', '4915112345678', '4915112345678'],
    ['DE', '4915112345678', '4915112345678'],
    ['DE', '+55 11 98765-4321', '5511987654321'],
    ['US', '14155552671', '14155552671'],
    ['MX', '5215512345678', '525512345678'],
  ] as const)('is not meant in %s by %j', (defaultCountry, to, phone) => {
    expect(parseRecipient(to, { defaultCountry })).toMatchObject({ kind: 'phone', phone });
  });

  test('that no country has is refused also where there is a default', () => {
    expect(parseRecipient('123', { defaultCountry: 'BR' })).toMatchObject({
      code: 'country_code_needed',
      detail: expect.stringContaining('BR'),
    });
  });
});

describe('an example mobile number of every country', () => {
  const countries = getCountries().flatMap((country) => {
    const number = parsePhoneNumberFromString(examples[country] ?? '', country);
    return number === undefined ? [] : [{ country, number }];
  });

  test('there are many', () => {
    expect(countries.length).toBeGreaterThan(200);
  });

  test('is the same in each way to write it', () => {
    for (const { country, number } of countries) {
      const phone = number.number.slice(1);
      for (const text of [
        number.formatInternational(),
        number.number,
        phone,
        `00${phone}`,
        number.getURI(),
        `https://wa.me/${phone}`,
        number.formatNational(),
      ]) {
        expect([country, text, parseRecipient(text, { defaultCountry: country })]).toEqual([
          country,
          text,
          { kind: 'phone', phone, chatId: `${variantsOf(phone)[0]}@c.us` },
        ]);
      }
    }
  });
});

describe('whatever the text', () => {
  test('there is an answer, and a chat that is found is found again by its id', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.stringMatching(
        /^(\+|00|whatsapp:|wa\.me\/|https:\/\/wa\.me\/)?[\d ().:%/-]{0,24}(@(c\.us|lid|g\.us))?$/,
      ),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(undefined, 'BR', 'US', 'MX', 'AR', 'DE'), (text, defaultCountry) => {
        const parsed = parseRecipient(text, { defaultCountry });
        if (parsed.kind === 'none') return parsed.detail !== '';
        const again = parseRecipient(parsed.chatId, { defaultCountry });
        return again.kind === parsed.kind && again.chatId === parsed.chatId;
      }),
      { numRuns: 2_000 },
    );
  });

  test('punctuation does not matter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('', ' ', '-', '.', '/', '(', ')', '\u00a0', '\u200e'), {
          minLength: 13,
          maxLength: 13,
        }),
        (marks) => {
          const text = [...'5511987654321'].map((digit, index) => `${digit}${marks[index]}`).join('');
          expect(chatOf(`+${text}`)).toBe('5511987654321@c.us');
        },
      ),
    );
  });
});
