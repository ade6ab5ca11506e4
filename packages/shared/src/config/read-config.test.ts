import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, duration, integer, list, readConfig } from './read-config.ts';

const options = {
  HOST: z.string().describe('Where the thing is.'),
  SIZE: integer(1, 10).default(3).describe('How big it is.'),
  WAIT: duration.optional().describe('How long it takes.'),
};

function complaintAbout(env: Record<string, string>): string {
  try {
    readConfig(options, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error('there was no ConfigError');
}

test('what is not set has its default, and foreign variables do not matter', () => {
  expect(readConfig(options, { HOST: 'here', PATH: '/bin' })).toEqual({ HOST: 'here', SIZE: 3 });
});

test('an empty variable counts as not set', () => {
  expect(readConfig(options, { HOST: 'here', SIZE: '', WAIT: '  ' })).toEqual({ HOST: 'here', SIZE: 3 });
  expect(complaintAbout({ HOST: ' ' })).toContain('HOST: is not set');
});

test('every variable that must change is named, with what is wrong and what it is for', () => {
  const lines = complaintAbout({ SIZE: '11', WAIT: 'a while' }).split('\n').slice(1);
  expect(lines).toEqual([
    '  HOST: is not set. Where the thing is.',
    '  SIZE: must be at most 10. How big it is.',
    '  WAIT: write a duration such as 500ms, 5s, 10m, 2h or 7d. How long it takes.',
  ]);
});

describe('a duration', () => {
  test.each([
    ['0', 0],
    ['1500', 1_500],
    ['500ms', 500],
    ['5s', 5_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('%s is %i ms', (text, ms) => {
    expect(duration.parse(text)).toBe(ms);
  });

  test.each(['', '-5s', '1.5s', '5 s', '5S', '5sec', 's', '1h30m', '5s\n'])('%j is none', (text) => {
    expect(duration.safeParse(text).success).toBe(false);
  });
});

test('a list may have spaces and empty items', () => {
  expect(list.parse(' a, b ,,c,')).toEqual(['a', 'b', 'c']);
  expect(list.parse(' , ')).toEqual([]);
});

test.each(['', '1e1', '0x5', '4.0', 'four', ' 4', '11', '0', '-1'])(
  '%j is no integer from 1 to 10',
  (text) => {
    expect(integer(1, 10).safeParse(text).success).toBe(false);
  },
);
