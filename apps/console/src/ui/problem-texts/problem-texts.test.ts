import { expect, test } from '@jest/globals';
import { ERRORS } from '@wagw/shared/errors/error-table';
import texts from './en.ts';

test('every text is for a code that the API has', () => {
  expect(Object.keys(ERRORS)).toEqual(expect.arrayContaining(Object.keys(texts)));
});
