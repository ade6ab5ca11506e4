import { describe, expect, test } from '@jest/globals';
import { SESSION_STATES, STATE_CODE_NAMES } from '@wagw/shared/sessions/session-state';
import en, { type Reason } from './session-state-texts/en.ts';
import es from './session-state-texts/es.ts';
import pt from './session-state-texts/pt.ts';

describe.each([
  ['English', en],
  ['Spanish', es],
  ['Portuguese', pt],
])('a session in %s', (_language, texts) => {
  const codes: Record<string, Reason> = texts.codes;

  test('has a word for every state, no two the same', () => {
    expect(Object.keys(texts.states).sort()).toEqual([...SESSION_STATES].sort());
    expect(new Set(Object.values(texts.states)).size).toBe(SESSION_STATES.length);
  });

  test('has a sentence for every code that the gateway knows, and none for others', () => {
    expect(Object.keys(codes).sort()).toEqual([...STATE_CODE_NAMES].sort());
    for (const { sentence } of Object.values(codes)) expect(sentence).toMatch(/^\p{Lu}.+\.$/u);
  });

  test('tells what to do wherever English does', () => {
    const remedied = (all: Record<string, Reason>) =>
      Object.keys(all).filter((code) => all[code]?.remedy !== '');
    expect(remedied(codes)).toEqual(remedied(en.codes));
  });

  test('names the settings that the operator looks for as they are written', () => {
    const settings = (code: string, all: Record<string, Reason>) =>
      all[code]?.remedy.match(/[A-Z]+_[A-Z_]+/g);
    for (const code of STATE_CODE_NAMES) expect(settings(code, codes)).toEqual(settings(code, en.codes));
  });
});
