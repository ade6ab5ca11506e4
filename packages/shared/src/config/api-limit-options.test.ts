import { expect, test } from '@jest/globals';
import { apiLimitOptions } from './api-limit-options.ts';
import { readConfig } from './read-config.ts';

const read = (env: Record<string, string>) => readConfig(apiLimitOptions, env);

test('proxies are named by address, network or the name of a private network', () => {
  expect(read({}).TRUST_PROXY).toEqual([]);
  const named = '10.0.0.0/8, 192.0.2.7, ::1, 2001:db8::/32, loopback, uniquelocal';
  expect(read({ TRUST_PROXY: named }).TRUST_PROXY).toEqual(named.split(', '));
});

test.each(['true', '1', '*', 'proxy.internal', '10.0.0.0/33', '::1/129', '10.0.0.0/8/8', '10.0.0'])(
  'TRUST_PROXY=%s is refused',
  (value) => {
    expect(() => read({ TRUST_PROXY: value })).toThrow('TRUST_PROXY');
  },
);

test('origins are named whole', () => {
  expect(read({}).ALLOWED_ORIGINS).toEqual([]);
  const named = 'https://app.example.com,http://localhost:5173';
  expect(read({ ALLOWED_ORIGINS: named }).ALLOWED_ORIGINS).toEqual(named.split(','));
});

test.each([
  '*',
  'null',
  'app.example.com',
  'https://app.example.com/',
  'https://app.example.com:443',
  'https://*.example.com',
  'ftp://example.com',
])('ALLOWED_ORIGINS=%s is refused', (value) => {
  expect(() => read({ ALLOWED_ORIGINS: value })).toThrow('ALLOWED_ORIGINS');
});
