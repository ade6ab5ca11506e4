import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import { createAddressGuard } from './address-guard.ts';
import { type NameServer, startNameServer } from './testing/name-server.ts';

const PUBLIC = '93.184.215.14';
const PUBLIC_V6 = '2606:4700:4700::1111';
const HERE = '127.0.0.1';

/** The answers to one name, for the first question and those after it; the last ones stay. */
type Answers = readonly { readonly A?: string[]; readonly AAAA?: string[] }[];

/** What an attacker's name server says. */
const ZONE: Record<string, Answers> = {
  'rebinding.example': [{ A: [PUBLIC] }, { A: [HERE] }],
  'rebinding6.example': [{ AAAA: [PUBLIC_V6] }, { AAAA: ['::1'] }],
  'other-family.example': [{ A: [PUBLIC] }, { A: [PUBLIC], AAAA: ['::1'] }],
  'mixed.example': [{ A: [PUBLIC, HERE] }],
  'families.example': [{ A: [HERE], AAAA: [PUBLIC_V6] }],
  'mapped.example': [{ AAAA: ['::ffff:127.0.0.1'] }],
  'translated.example': [{ AAAA: ['64:ff9b::7f00:1'] }],
  'unspecified.example': [{ A: ['0.0.0.0'] }],
  'chain.example': [{ A: ['second.example', 'third.internal', HERE] }],
  'honest-chain.example': [{ A: ['cdn.example', PUBLIC] }],
  'empty.example': [{}],
  'settles.example': [{ A: [HERE] }, { A: [PUBLIC] }],
};

let canary: Server;
let connections: number;
let port: number;
let names: NameServer;

beforeAll(async () => {
  canary = createServer((socket) => {
    connections += 1;
    socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
  });
  await once(canary.listen(0, HERE), 'listening');
  ({ port } = canary.address() as AddressInfo);
});
afterAll(() => void canary.close());

beforeEach(async () => {
  connections = 0;
  names = await startNameServer((name, type) => {
    const answers = ZONE[name];
    if (answers === undefined) return undefined;
    const round = Math.min(names.asked(name, type), answers.length) - 1;
    return answers[round]?.[type] ?? [];
  });
});
afterEach(() => names.close());

/** Posts as webhooks are; gives the status or the code of the error. */
async function post(name: string, allowed: string[] = []): Promise<unknown> {
  const guard = createAddressGuard(allowed, undefined, names.findAddresses);
  const agent = new Agent({ connect: { timeout: 2_000, lookup: guard.lookup } });
  const url = new URL(`http://${name}:${port}/hook`);
  try {
    guard.check(url);
    const { statusCode, body } = await request(url, { dispatcher: agent, method: 'POST', body: '{}' });
    await body.dump();
    return statusCode;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await agent.destroy();
  }
}

/** The addresses that the guard lets be dialled, or the code of the error. */
function lookUp(name: string): Promise<unknown> {
  const guard = createAddressGuard([], undefined, names.findAddresses);
  return new Promise((resolve) => {
    guard.lookup(name, { all: true }, (error, found) => {
      if (error !== null) return resolve(error.code);
      resolve(Array.isArray(found) ? found.map(({ address }) => address) : found);
    });
  });
}

test.each([
  ['rebinding.example', PUBLIC],
  ['rebinding6.example', PUBLIC_V6],
  ['other-family.example', PUBLIC],
])('%s is public when it is looked at, private when it is dialled, and refused', async (name, address) => {
  expect(await lookUp(name)).toEqual([address]);
  expect(await post(name)).toBe('ERR_BLOCKED_ADDRESS');
  expect(connections).toBe(0);
});

test.each([
  'mixed.example',
  'families.example',
  'mapped.example',
  'translated.example',
  'unspecified.example',
  'chain.example',
])('%s is refused whatever else it leads to', async (name) => {
  expect(await post(name)).toBe('ERR_BLOCKED_ADDRESS');
  expect(connections).toBe(0);
});

test('a chain of names that ends at a public address is ordinary', async () => {
  expect(await lookUp('honest-chain.example')).toEqual([PUBLIC]);
});

test('a name without an address, or that does not exist, is an error of the resolver', async () => {
  expect(await post('empty.example')).toBe('ENODATA');
  expect(await post('nowhere.example')).toBe('ENOTFOUND');
});

test('what was looked at is what is dialled: a dial asks once', async () => {
  expect(await post('settles.example', ['settles.example'])).toBe(204);
  expect(connections).toBe(1);
  expect([names.asked('settles.example', 'A'), names.asked('settles.example', 'AAAA')]).toEqual([1, 1]);
});
