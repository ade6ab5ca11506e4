import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createAddressGuard, type FindAddresses } from './address-guard.ts';

/** What the names of these tests resolve to; every other name is asked of the machine. */
const ANSWERS: Record<string, LookupAddress[]> = {
  'rebound.example': [{ address: '127.0.0.1', family: 4 }],
  'metadata.example': [{ address: '169.254.169.254', family: 4 }],
  'mixed.example': [
    { address: '8.8.8.8', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ],
  'mixed6.example': [
    { address: '8.8.8.8', family: 4 },
    { address: 'fd00::1', family: 6 },
  ],
  'public.example': [
    { address: '8.8.8.8', family: 4 },
    { address: '2606:4700:4700::1111', family: 6 },
  ],
  'nowhere.example': [],
};

const findAddresses: FindAddresses = (name, options, callback) => {
  const answer = ANSWERS[name];
  if (answer === undefined) return systemLookup(name, options, callback);
  callback(null, answer);
};

const guardAdmitting = (hosts: string[]) => createAddressGuard(hosts, undefined, findAddresses);

/** Asks the guard as `net.connect` does; gives the addresses, or the code of the error. */
function dial(name: string, allowed: string[] = [], all = true): Promise<unknown> {
  return new Promise((resolve) => {
    guardAdmitting(allowed).lookup(name, { all }, (error, address) => {
      resolve(error === null ? address : (error.code ?? error.message));
    });
  });
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

test.each(['localhost', 'rebound.example', 'metadata.example', 'mixed.example', 'mixed6.example'])(
  'a name is refused when any of its addresses is private: %s',
  async (name) => {
    expect(await dial(name)).toBe('ERR_BLOCKED_ADDRESS');
    expect(await dial(name, [], false)).toBe('ERR_BLOCKED_ADDRESS');
  },
);

test('a public name keeps all of its addresses', async () => {
  expect(await dial('public.example')).toEqual(ANSWERS['public.example']);
  expect(await dial('public.example', [], false)).toBe('8.8.8.8');
});

test('an admitted name may lead to a private address, another one may not', async () => {
  expect(await dial('rebound.example', ['rebound.example'])).toEqual(ANSWERS['rebound.example']);
  expect(await dial('rebound.example', ['Rebound.example:8080'])).toEqual(ANSWERS['rebound.example']);
  expect(await dial('metadata.example', ['rebound.example'])).toBe('ERR_BLOCKED_ADDRESS');
});

test('a name that does not resolve is the error of the resolver', async () => {
  expect(await dial('no-such-name.invalid')).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
  expect(await dial('nowhere.example')).toBe('no address');
});

test('a socket to a name that has turned private is never opened', async () => {
  let connections = 0;
  const canary = createServer().on('connection', () => {
    connections += 1;
  });
  await once(canary.listen(0, '127.0.0.1'), 'listening');
  open.push(() => canary.close());
  const { port } = canary.address() as AddressInfo;

  const { lookup } = guardAdmitting([]);
  const refused = connect({ host: 'rebound.example', port, lookup });
  await expect(once(refused, 'connect')).rejects.toMatchObject({ code: 'ERR_BLOCKED_ADDRESS' });

  const admitted = guardAdmitting(['rebound.example']);
  const accepted = once(canary, 'connection');
  const socket = connect({ host: 'rebound.example', port, lookup: admitted.lookup });
  open.push(() => socket.destroy());
  await accepted;
  expect(connections).toBe(1);
});
