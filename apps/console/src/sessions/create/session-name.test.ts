import { expect, test } from '@jest/globals';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { toName } from './session-name.ts';

test.each([
  ['Padaria São João', 'Padaria-Sao-Joao'],
  ['loja_2 / centro', 'loja_2--centro'],
  ['a'.repeat(80), 'a'.repeat(64)],
])('%s becomes a name that the gateway takes', (typed, name) => {
  expect(toName(typed)).toBe(name);
  expect(sessionIdSchema.parse(name)).toBe(name);
});
