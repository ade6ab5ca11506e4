import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import { type AddressGuard, BlockedAddressError, createAddressGuard } from './address-guard.ts';
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

/** How many that came through a failing test shows. */
const SHOWN = 10;

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

/** What the guard says of a URL, before anything is dialled. */
function verdictOn(guard: AddressGuard, text: string): 'admitted' | 'blocked' | 'no URL' {
  if (!URL.canParse(text)) return 'no URL';
  try {
    guard.check(new URL(text));
    return 'admitted';
  } catch (error) {
    if (error instanceof BlockedAddressError) return 'blocked';
    throw error;
  }
}

test('hostile URLs are refused by what they say, more than 5,000 of them', () => {
  const guard = createAddressGuard([]);
  const urls = hostileUrls(port);
  const verdicts = urls.map((text) => verdictOn(guard, text));
  expect(urls.filter((_, index) => verdicts[index] === 'admitted').slice(0, SHOWN)).toEqual([]);
  expect(verdicts.filter((verdict) => verdict === 'blocked').length).toBeGreaterThanOrEqual(5_000);
  expect(new Set(urls).size).toBe(urls.length);
});

test('nothing of them, and of names that lead to special addresses, comes to a connection', async () => {
  const dialler = createDialler(createAddressGuard([], undefined, names.findAddresses));
  const byName = [...HOSTILE_NAMES.keys()].map((name) => `http://${name}:${port}/`);
  const dialled: (readonly [string, unknown])[] = [];
  for (const url of [...hostileUrls(port), ...byName]) {
    const outcome = await dialler.dial(url);
    if (outcome !== 'ERR_BLOCKED_ADDRESS' && outcome !== 'ERR_INVALID_URL') dialled.push([url, outcome]);
    if (dialled.length === SHOWN) break;
  }
  await dialler.close();
  expect(dialled).toEqual([]);
  expect(connections).toBe(0);
  for (const name of HOSTILE_NAMES.keys()) expect(names.asked(name, 'A')).toBe(1);
});

test('without the look at the URL many of them would have come through', async () => {
  const leadsHere = (text: string) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'http:' || url.port !== String(port)) return false;
    return ['127.0.0.1', '0.0.0.0', '[::ffff:7f00:1]'].includes(url.hostname);
  };
  const urls = hostileUrls(port).filter(leadsHere);
  const { lookup } = createAddressGuard([], undefined, names.findAddresses);
  const dialler = createDialler({ check: () => undefined, lookup });
  const outcomes = await Promise.all(urls.map((url) => dialler.dial(url)));
  await dialler.close();
  expect(urls.length).toBeGreaterThan(50);
  expect(outcomes).toEqual(urls.map(() => 200));
  expect(connections).toBeGreaterThan(0);
});

test('ordinary receivers are admitted, with all addresses of their names', async () => {
  const guard = createAddressGuard([], undefined, names.findAddresses);
  const urls = goodUrls();
  expect(urls.filter((text) => verdictOn(guard, text) !== 'admitted')).toEqual([]);
  expect(new Set(urls).size).toBeGreaterThanOrEqual(200);

  const hosts = new Set(urls.map((text) => new URL(text).hostname));
  const found = await Promise.all(
    [...hosts].filter((host) => isIP(host.replace(/^\[|\]$/g, '')) === 0).map((host) => lookUp(guard, host)),
  );
  expect(found.length).toBeGreaterThan(15);
  for (const addresses of found) expect(addresses).toHaveLength(4);
});

function lookUp(guard: AddressGuard, host: string): Promise<unknown> {
  return new Promise((resolve) => {
    guard.lookup(host, { all: true }, (error, addresses: LookupAddress[] | string) =>
      resolve(error ?? addresses),
    );
  });
}
