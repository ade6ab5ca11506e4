import { expect, test } from '@jest/globals';
import { readConnectLink } from './connect-link.ts';

const link = (claims: unknown) =>
  `/console/connect/eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

test('a link says what its page needs, and its token goes with every request', () => {
  const path = link({
    sub: 'padaria',
    tenant: 'São João ☕',
    origins: ['https://app.padaria.example'],
    language: 'pt',
    redirect: 'https://app.padaria.example/pronto',
    exp: 1,
  });
  expect(readConnectLink(path)).toEqual({
    token: path.split('/').at(-1),
    sessionId: 'padaria',
    tenantId: 'São João ☕',
    origins: ['https://app.padaria.example'],
    language: 'pt',
    redirect: 'https://app.padaria.example/pronto',
  });
});

test('what a link does not say, or says in another way, is not there', () => {
  const plain = {
    sessionId: 'padaria',
    tenantId: 'acme',
    origins: [],
    language: undefined,
    redirect: undefined,
  };
  const claims = { sub: 'padaria', tenant: 'acme' };
  expect(readConnectLink(link(claims))).toMatchObject(plain);
  expect(readConnectLink(link({ ...claims, origins: 'all', language: 7, redirect: {} }))).toMatchObject(
    plain,
  );
});

test.each([
  '/console/connect/',
  '/console/connect/hello',
  '/console/connect/a.b.c',
  link(null),
  link('text'),
  link({ sub: 'padaria' }),
  link({ sub: 7, tenant: 'acme' }),
  `${link({ sub: 'padaria', tenant: 'acme' })}/more`,
])('%s is no link', (path) => {
  expect(readConnectLink(path)).toBeUndefined();
});
