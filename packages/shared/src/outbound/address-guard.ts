import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Keeps customers' URLs from reaching into the operator's network: only public addresses are dialled, whatever a name
 * resolves to at that moment. Private receivers are admitted by name.
 */

/** The address may not be dialled. Nothing was sent. */
export class BlockedAddressError extends Error {
  override readonly name = 'BlockedAddressError';
  readonly code = 'ERR_BLOCKED_ADDRESS';
}

/** Every range that IANA's special-purpose registries set apart, https://www.iana.org/assignments/iana-ipv4-special-registry. */
const SPECIAL_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Special parts of 2000::/3: 6to4, Teredo and the like carry an IPv4 address that could be a private one. */
const SPECIAL_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const;

const special = new BlockList();
for (const [net, prefix] of SPECIAL_V4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of SPECIAL_V6) special.addSubnet(net, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP literal is an ordinary address of the public internet. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}

const INTERNAL_NAME = /(^|\.)(local|internal|localhost|lan|home\.arpa)$/;
const LOWEST_FREE_PORT = 1024;
const WEB_PORTS = { 'http:': 80, 'https:': 443 } as const;

export interface AddressGuard {
  /**
   * Checks what the URL itself says.
   * @throws BlockedAddressError with a sentence that says why
   */
  check(url: URL): void;
  /** For `net.connect`: resolves a name and refuses it when any of its addresses is not public. */
  readonly lookup: LookupFunction;
}

/** Finds all addresses of a name, as `dns.lookup` does. */
export type FindAddresses = (
  name: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * @param allowedHosts private receivers, as `host` or `host:port`
 * @param option by which the operator gives them
 * @param findAddresses by default as the machine finds them
 */
export function createAddressGuard(
  allowedHosts: readonly string[],
  option = 'WEBHOOK_ALLOWED_HOSTS',
  findAddresses: FindAddresses = systemLookup,
): AddressGuard {
  const blocked = (reason: string) =>
    new BlockedAddressError(
      `The URL is not dialled: ${reason}. The operator can admit private receivers with ${option}.`,
    );
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  const allowedNames = new Set([...allowed].map((host) => hostnameOf(host)));

  return {
    check(url) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw blocked('only http and https are allowed');
      if (url.username !== '' || url.password !== '') throw blocked('it must not hold credentials');
      const host = bareHost(url);
      const port = url.port === '' ? WEB_PORTS[url.protocol] : Number(url.port);
      if (allowed.has(host) || allowed.has(url.hostname) || allowed.has(`${url.hostname}:${port}`)) return;
      // The lookup knows no port and admits such a name altogether.
      if (allowedNames.has(host)) throw blocked(`port ${port} of it is not admitted`);
      if (port !== WEB_PORTS['http:'] && port !== WEB_PORTS['https:'] && port < LOWEST_FREE_PORT)
        throw blocked(`port ${port} is not allowed`);
      if (isIP(host) !== 0) {
        if (!isPublicAddress(host)) throw blocked('its address is not a public one');
        return;
      }
      const name = host.replace(/\.+$/, '');
      if (!name.includes('.') || INTERNAL_NAME.test(name)) {
        throw blocked('its name is one of a private network');
      }
    },

    lookup(hostname, options, callback) {
      findAddresses(hostname, { ...options, all: true }, (error, addresses) => {
        const first = addresses?.[0];
        if (error !== null || first === undefined) return callback(error ?? new Error('no address'), '', 4);
        const fine = allowedNames.has(hostname) || addresses.every(({ address }) => isPublicAddress(address));
        if (!fine) return callback(blocked('its name leads to an address that is not public'), '', 4);
        if (options.all === true) return callback(null, addresses);
        return callback(null, first.address, first.family);
      });
    },
  };
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Of `host`, `host:port`, `[v6]:port` or a bare IPv6 address. */
function hostnameOf(entry: string): string {
  if (isIP(entry) !== 0) return entry;
  return entry.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}
