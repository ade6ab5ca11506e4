import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '@wagw/client';
import { checkDraft, type Draft } from './draft.ts';
import { refusedLines } from './refused-lines.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DRAFT: Draft = {
  session: 'loja-centro',
  list: 'number,name\n+5511987654321,Ana\n+5511912345678,',
  text: 'Olá, {{Name}}!',
  file: null,
  time: undefined,
};
const check = (changes: Partial<Draft> = {}) => checkDraft({ ...DRAFT, ...changes }, NOW);

test('a draft that is complete can be sent; what its text lacks for somebody is only pointed at', () => {
  const { canBeSent, wrong, doubtful } = check();
  expect({ canBeSent, wrong, doubtful }).toEqual({
    canBeSent: true,
    wrong: [],
    doubtful: [{ line: 3, kind: 'left_empty', text: 'name' }],
  });
});

test.each([
  ['without a session', { session: null }],
  ['without recipients', { list: '' }],
  ['with a number that is none', { list: 'Ana' }],
  ['with more recipients than are taken at once', { list: '+5511987654321\n'.repeat(1_001) }],
  ['without words and file', { text: ' ' }],
  ['with a name that the list has not', { text: '{{order}}' }],
  ['with more words than fit below a file', { text: 'a'.repeat(1_025), file: new File([], 'a.png') }],
  ['for a time that has been', { time: '2020-01-01T00:00' }],
])('%s it cannot', (_what, changes) => {
  expect(check(changes).canBeSent).toBe(false);
});

describe('what the gateway refuses', () => {
  const { recipients } = check().list;

  test('is named by the lines of the list', () => {
    const errors = [{ path: '/recipients/1/to', message: 'has no country code' }];
    const refusal = new GatewayError(422, { code: 'country_code_needed', errors });
    expect(refusedLines(refusal, recipients)).toEqual([
      { line: 3, text: '+5511912345678', kind: 'country_code_needed' },
    ]);
  });

  test('for another reason is no matter of lines', () => {
    expect(refusedLines(new GatewayError(409, { code: 'session_logged_out' }), recipients)).toBeUndefined();
  });
});
