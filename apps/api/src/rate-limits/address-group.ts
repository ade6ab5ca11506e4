import ipaddr from 'ipaddr.js';

/** What one customer is given of IPv6, a /64, in groups of 16 bits. */
const KEPT_GROUPS = 4;

/**
 * What is counted together: an IPv4 address, or the /64 of an IPv6 address, within which anyone can change addresses at will. What is no
 * address, as proxies may write it, stands for itself.
 */
export function addressGroup(text: string): string {
  if (!ipaddr.isValid(text)) return text;
  const address = ipaddr.process(text);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const kept = address.parts.slice(0, KEPT_GROUPS).map((group) => group.toString(16));
  return `${kept.join(':')}::`;
}
