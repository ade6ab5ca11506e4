import fc from 'fast-check';

const nested = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u200b\ufeff',
  '👩‍👩‍👧‍👦'.repeat(50),
  'ﷺ'.repeat(200),
  'x'.repeat(300),
  'x'.repeat(70_000),
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%00',
  '%c0%ae',
  '{{name}}{{__proto__}}{{',
  '\r\nx-injected: 1',
  "' OR 1=1 --",
  '$' + '{7*7}',
  '(a+)+$'.repeat(30),
  'null',
  'NaN',
  '-0',
  '1e309',
  '0x10',
  '99999999999999999999999999',
  '2026-13-45T99:99:99Z',
  '+999999-12-31T23:59:59Z',
  'javascript:alert(1)',
  'http://[::ffff:7f00:1]:99999/',
  'file:///etc/passwd',
  'data:;base64,====',
  '9'.repeat(400),
  '@',
  '@c.us',
  '1@g.us@lid',
  '1-0',
  '-',
  '*',
  'oldest',
] as const;

/** Texts that programs have stumbled over. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
);

/** Values of every kind that JSON has, where another kind or none was expected. */
export const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileTexts },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      -0,
      2 ** 31,
      2 ** 53,
      -(2 ** 63),
      1e308,
      5e-324,
      {},
      [],
      [[]],
      [null],
      { length: 1e9 },
      { toString: null, valueOf: 1 },
      nested(20),
      nested(40),
      nested(3_000),
      Array.from({ length: 2_000 }, (_, index) => index),
      Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, index])),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
