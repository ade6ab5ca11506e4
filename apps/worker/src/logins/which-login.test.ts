import { expect, test } from '@jest/globals';
import { type LoginChoice, whichLogin } from './which-login.ts';

const pointer = { key: 'one/1-1', savedAt: 1, bytes: 1, sha256: '', host: 'there' };

test.each<[string, LoginChoice, { local?: true; ran?: string; stored?: true; linked?: true }]>([
  ['a new session', 'none', {}],
  ['one whose QR code nobody scanned, on another host', 'none', { ran: 'there' }],
  ['one that ran here', 'local', { local: true, ran: 'here', stored: true, linked: true }],
  ['one that ran here and was never saved', 'local', { local: true, ran: 'here', linked: true }],
  ['one from before there was a store', 'local', { local: true, linked: true }],
  ['one that ran elsewhere', 'restore', { ran: 'there', stored: true, linked: true }],
  [
    'one that ran here long ago, and elsewhere since',
    'restore',
    { local: true, ran: 'there', stored: true, linked: true },
  ],
  ['one that ran here, whose folder is gone', 'restore', { ran: 'here', stored: true, linked: true }],
  ['one that ran elsewhere and was never saved', 'elsewhere', { ran: 'there', linked: true }],
  [
    'one that ran here long ago and was never saved since',
    'elsewhere',
    { local: true, ran: 'there', linked: true },
  ],
  ['one that ran here long ago and logged out elsewhere', 'none', { local: true, ran: 'there' }],
  ['one that was never saved, whose folder is gone', 'elsewhere', { ran: 'here', linked: true }],
])('%s: %s', (_what, choice, { local, ran, stored, linked }) => {
  expect(
    whichLogin({
      hasLocal: local === true,
      host: 'here',
      loginHost: ran,
      pointer: stored ? pointer : undefined,
      isLinked: linked === true,
    }),
  ).toBe(choice);
});
