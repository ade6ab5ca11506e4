import { isIPv6 } from 'node:net';

const GROUPS = 8;
/** What one customer is given of IPv6: a /64. */
const KEPT_GROUPS = 4;

/** What is counted together: an IPv4 address, or the /64 of an IPv6 address, within which anyone can change addresses at will. */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(GROUPS - before.length - after.length, 0) }, () => '0');
  const groups = [...before, ...(tail === undefined ? [] : zeros), ...after];
  return `${groups
    .slice(0, KEPT_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::`;
}
