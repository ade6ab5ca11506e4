import { expect, test } from '@jest/globals';
import { readApiSettings } from './settings.ts';

const read = (env: Record<string, string>) => readApiSettings({ API_KEY: 'a-key', ...env });

test('the console is on unless it is turned off', () => {
  expect(read({}).CONSOLE).toBe('on');
  expect(read({ CONSOLE: 'off' }).CONSOLE).toBe('off');
  expect(() => read({ CONSOLE: 'no' })).toThrow('CONSOLE: must be on or off');
});

test.each(['https://wa.example.com', 'https://wa.example.com:8443', 'http://localhost:3001'])(
  'browsers may reach the api at %s',
  (url) => {
    expect(read({ PUBLIC_URL: url }).PUBLIC_URL).toBe(url);
    expect(read({ PUBLIC_URL: `${url}/` }).PUBLIC_URL).toBe(url);
  },
);

test.each([
  'wa.example.com',
  'https://wa.example.com/gateway',
  'ftp://wa.example.com',
  'https://*.example.com',
])('but not at %s', (url) => {
  expect(() => read({ PUBLIC_URL: url })).toThrow('PUBLIC_URL: must look like https://wa.example.com');
});
