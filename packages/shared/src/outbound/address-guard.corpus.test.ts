import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import { type AddressGuard, createAddressGuard } from './address-guard.ts';
import { goodUrls, PUBLIC_V4, PUBLIC_V6 } from './testing/good-urls.ts';
import { HOSTILE_V4, HOSTILE_V6, hostileUrls } from './testing/hostile-urls.ts';
import { type NameServer, startNameServer } from './testing/name-server.ts';

/** Names that lead to each special address: as the only one, and among public ones. */
const HOSTILE_NAMES = new Map<string, readonly string[]>(
  [...HOSTILE_V4, ...HOSTILE_V6].flatMap((address, index) => [
    [`only-${index}.hostile.example`, [address]] as const,
    [`last-${index}.hostile.example`, [PUBLIC_V4[0] ?? '', PUBLIC_V6[0] ?? '', address]] as const,
    [`first-${index}.hostile.example`, [address, PUBLIC_V4[1] ?? '', PUBLIC_V6[1] ?? '']] as const,
  ]),
);

/** What nobody must reach. */
let canary: Server;
let connections = 0;
let port: number;
let names: NameServer;

beforeAll(async () => {
  canary = createServer((_request, response) => response.end()).on('connection', () => {
    connections += 1;
  });
  await once(canary.listen(0, '127.0.0.1'), 'listening');
  ({ port } = canary.address() as AddressInfo);
  names = await startNameServer((name, type) => {
    if (name.endsWith('.hostile.example')) return ofFamily(type, HOSTILE_NAMES.get(name) ?? []);
    return ofFamily(type, [...PUBLIC_V4.slice(0, 2), ...PUBLIC_V6.slice(0, 2)]);
  });
});
afterAll(async () => {
  canary.closeAllConnections();
  canary.close();
  await names.close();
});

const ofFamily = (type: 'A' | 'AAAA', addresses: readonly string[]) =>
  addresses.filter((address) => address.includes(':') === (type === 'AAAA'));

/** Dials as the webhooks and the files of customers are; gives the code of the error, or the status. */
function createDialler(guard: AddressGuard) {
  const agent = new Agent({ connect: { timeout: 2_000, lookup: guard.lookup } });
  return {
    async dial(text: string): Promise<unknown> {
      try {
        const url = new URL(text);
        guard.check(url);
        const { statusCode, body } = await request(url, { dispatcher: agent, method: 'POST', body: '{}' });
        await body.dump();
        return statusCode;
      } catch (error) {
        return (error as { code?: string }).code;
      }
    },
    close: () => agent.destroy(),
  };
}

/** As a program without a guard would do it. */
const UNGUARDED: Pick<AddressGuard, 'check'> = { check: () => undefined };

const REFUSALS = ['ERR_BLOCKED_ADDRESS', 'ERR_INVALID_URL'];

test('hostile URLs are refused by what they say, more than 5,000 of them', () => {
  const urls = hostileUrls(port);
  const { check } = createAddressGuard([]);
  const admitted = urls.filter((text) => {
    if (!URL.canParse(text)) return false;
    try {
      check(new URL(text));
      return true;
    } catch (error) {
      return (error as { code?: string }).code !== 'ERR_BLOCKED_ADDRESS';
    }
  });
  expect(admitted).toEqual([]);
  expect(urls.length).toBeGreaterThanOrEqual(5_000);
  expect(urls.filter((text) => URL.canParse(text)).length).toBeGreaterThanOrEqual(5_000);
});

test('nothing of them, and of names that lead to special addresses, comes to a connection', async () => {
  const byName = [...HOSTILE_NAMES.keys()].map((name) => `http://${name}:${port}/`);
  const dialler = createDialler(createAddressGuard([], undefined, names.findAddresses));
  const outcomes: (readonly [string, unknown])[] = [];
  for (const url of [...hostileUrls(port), ...byName]) outcomes.push([url, await dialler.dial(url)]);
  await dialler.close();
  expect(outcomes.filter(([, outcome]) => !REFUSALS.includes(String(outcome)))).toEqual([]);
  expect(connections).toBe(0);
  for (const name of HOSTILE_NAMES.keys()) expect(names.asked(name, 'A')).toBe(1);
});

test('without the guard many of them would have come through', async () => {
  const isHere = (text: string) => {
    const { protocol, hostname, port: at } = URL.canParse(text) ? new URL(text) : new URL('none:');
    const here = ['127.0.0.1', '0.0.0.0', '[::ffff:7f00:1]'];
    return protocol === 'http:' && at === String(port) && here.includes(hostname);
  };
  const urls = hostileUrls(port).filter(isHere);
  const guard = createAddressGuard([], undefined, names.findAddresses);
  const dialler = createDialler({ ...guard, ...UNGUARDED });
  const outcomes = await Promise.all(urls.map((url) => dialler.dial(url)));
  await dialler.close();
  expect(outcomes.filter((outcome) => outcome === 200).length).toBe(urls.length);
  expect(urls.length).toBeGreaterThan(50);
  expect(connections).toBeGreaterThan(0);
});

test('ordinary receivers are admitted, with all addresses of their names', async () => {
  const urls = goodUrls();
  const guard = createAddressGuard([], undefined, names.findAddresses);
  const refused = urls.filter((text) => {
    try {
      guard.check(new URL(text));
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toEqual([]);
  expect(new Set(urls).size).toBe(urls.length);
  expect(urls.length).toBeGreaterThanOrEqual(200);

  const hosts = [...new Set(urls.map((text) => new URL(text).hostname))].filter((host) =>
    /[a-z]$|\.$/.test(host),
  );
  const answers = await Promise.all(hosts.map((host) => lookUp(guard, host)));
  expect(hosts.length).toBeGreaterThan(15);
  for (const answer of answers) expect(answer).toHaveLength(4);
});

function lookUp(guard: AddressGuard, host: string): Promise<unknown> {
  return new Promise((resolve) => {
    guard.lookup(host, { all: true }, (error, addresses: LookupAddress[] | string) =>
      resolve(error ?? addresses),
    );
  });
}
