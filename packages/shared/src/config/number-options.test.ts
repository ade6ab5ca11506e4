import { expect, test } from '@jest/globals';
import { numberCacheOptions, numberOptions } from './number-options.ts';
import { readConfig } from './read-config.ts';

test('numbers need their country code and are not checked, unless that is asked for', () => {
  expect(readConfig(numberOptions, {})).toEqual({ NUMBER_CHECK: 'off' });
  expect(readConfig(numberOptions, { DEFAULT_COUNTRY: 'br', NUMBER_CHECK: 'on' })).toEqual({
    DEFAULT_COUNTRY: 'BR',
    NUMBER_CHECK: 'on',
  });
});

test.each(['Brazil', 'XX', '55'])('%s is no country', (country) => {
  expect(() => readConfig(numberOptions, { DEFAULT_COUNTRY: country })).toThrow(
    /DEFAULT_COUNTRY.*two letters/s,
  );
});

test('answers are kept for a week or an hour', () => {
  expect(readConfig(numberCacheOptions, {})).toEqual({
    NUMBER_KNOWN_TTL: 604_800_000,
    NUMBER_UNKNOWN_TTL: 3_600_000,
  });
});
