import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dialledForm, variantsOf } from './variants.ts';

describe('a Brazilian mobile', () => {
  test.each([
    ['São Paulo', '5511987654321', ['5511987654321', '551187654321']],
    ['São Paulo, as before 2012', '551187654321', ['5511987654321', '551187654321']],
    ['Rio de Janeiro', '5521998765432', ['5521998765432', '552198765432']],
    ['Espírito Santo', '5528987654321', ['5528987654321', '552887654321']],
    ['Belo Horizonte', '5531987654321', ['553187654321', '5531987654321']],
    ['Porto Alegre, as before 2016', '555187654321', ['555187654321', '5551987654321']],
  ])('of %s, %s, has both forms', (_where, phone, variants) => {
    expect(variantsOf(phone)).toEqual(variants);
  });

  test.each([
    ['whose short form would be a landline of somebody else', '5511956789012'],
    ['that is none, but a landline', '551133334444'],
  ])('%s has one: %s', (_why, phone) => {
    expect(variantsOf(phone)).toEqual([phone]);
  });
});

test.each([
  ['with the 9', '5491123456789'],
  ['without', '541123456789'],
])('an Argentine mobile is asked for with the 9 first: %s', (_form, phone) => {
  expect(variantsOf(phone)).toEqual(['5491123456789', '541123456789']);
});

test.each([
  ['with the 1', '5215512345678'],
  ['without', '525512345678'],
])('a Mexican mobile is asked for with the 1 first: %s', (_form, phone) => {
  expect(variantsOf(phone)).toEqual(['5215512345678', '525512345678']);
});

test.each(['14155552671', '4915112345678', '351912345678', '59899123456', '5491123', '52551234567'])(
  '%s has one form',
  (phone) => {
    expect(variantsOf(phone)).toEqual([phone]);
  },
);

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const phones = fc.oneof(
  fc.tuple(fc.constantFrom('55', '559', '54', '549', '52', '521'), digits(10)).map((parts) => parts.join('')),
  fc.tuple(fc.constant('55'), digits(11)).map((parts) => parts.join('')),
  fc.integer({ min: 5, max: 20 }).chain(digits),
);

test('every form of a number leads to the same forms in the same order, and itself is one of them', () => {
  fc.assert(
    fc.property(phones, (phone) => {
      const variants = variantsOf(phone);
      expect(variants).toContain(phone);
      for (const variant of variants) expect(variantsOf(variant)).toEqual(variants);
    }),
    { numRuns: 2_000 },
  );
});

test('no two numbers share a form unless they share all', () => {
  fc.assert(
    fc.property(phones, phones, (one, other) => {
      const shared = variantsOf(one).filter((variant) => new Set<string>(variantsOf(other)).has(variant));
      expect([0, variantsOf(one).length]).toContain(shared.length);
    }),
    { numRuns: 2_000 },
  );
});

test('the form that is dialled today has the ninth digit in Brazil and no 1 in Mexico', () => {
  expect(
    ['553187654321', '5511987654321', '5215512345678', '525512345678', '14155552671'].map(dialledForm),
  ).toEqual(['5531987654321', '5511987654321', '525512345678', '525512345678', '14155552671']);
});
