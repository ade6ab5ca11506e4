import { inV4Forms, inV6Forms, v4Of } from './address-forms.ts';

/**
 * URLs that lead into the operator's own network, or would if they were dialled: every range that IANA sets apart, in every
 * notation that some program understands. The ranges are written down again here, so that a hole in the guard's own list is found.
 */

/** First address and prefix. https://www.iana.org/assignments/iana-ipv4-special-registry, and class D and E. */
export const SPECIAL_V4: readonly (readonly [string, number])[] = [
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
];

/** Where clouds and container hosts answer their machines. */
const METADATA_V4 = ['169.254.169.254', '169.254.170.2', '169.254.169.123', '100.100.100.200', '192.0.0.192'];

/** One or more of each range. https://www.iana.org/assignments/iana-ipv6-special-registry, and what is not in 2000::/3. */
const SPECIAL_V6 = [
  ['loopback and unspecified', '::', '::1', '::2'],
  ['unique local', 'fc00::', 'fc00::1', 'fd00::1', 'fd00:ec2::254', 'fdff:ffff:ffff:ffff::1'],
  ['link-local', 'fe80::1', 'fe80::5efe:a00:1', 'fe80::a9fe:a9fe', 'febf:ffff::1'],
  ['site-local', 'fec0::1', 'feff::1'],
  ['multicast', 'ff00::1', 'ff01::1', 'ff02::1', 'ff02::fb', 'ff05::2', 'ff0e::1'],
  ['discard', '100::', '100::1', '100:0:0:1::1'],
  [
    'IETF',
    '2001::',
    '2001:1::1',
    '2001:2::1',
    '2001:3::1',
    '2001:4:112::1',
    '2001:10::1',
    '2001:20::1',
    '2001:30::1',
    '2001:1ff::1',
  ],
  ['documentation', '2001:db8::1', '2001:db8:ffff::1', '3fff::1', '3fff:fff::1'],
  ['6to4 and AS112', '2002::', '2002:ffff::1', '2620:4f:8000::1'],
  ['translation', '64:ff9b::1', '64:ff9b:1::1', '64:ff9b:1:ffff::1'],
  [
    'not given out',
    '200::1',
    '400::1',
    '1000::1',
    '4000::1',
    '5f00::1',
    '8000::1',
    'c000::1',
    'e000::1',
    'f000::1',
  ],
].map(([_what, ...addresses]) => addresses);

/** First, second, one in the middle and the last of a range. */
function samplesOf([first, prefix]: readonly [string, number]): string[] {
  const size = 2 ** (32 - prefix);
  const start = first.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  return [0, 1, size / 2 + 5, size - 1].map((offset) => v4Of(start + offset));
}

export const HOSTILE_V4: readonly string[] = [...SPECIAL_V4.flatMap(samplesOf), ...METADATA_V4];
export const HOSTILE_V6: readonly string[] = SPECIAL_V6.flat();

/** IP literals, as they stand in a URL. */
const LITERALS: readonly string[] = [
  ...HOSTILE_V4.flatMap((address) => inV4Forms(address)),
  ...HOSTILE_V6.flatMap((address) => inV6Forms(address)),
];

const SINGLE_LABELS = [
  'localhost',
  'redis',
  'api',
  'worker',
  'metadata',
  'kubernetes',
  'router',
  'db1',
  'x',
  'intranet',
];
const SUFFIXES = ['local', 'internal', 'localhost', 'lan', 'home.arpa'];
const FIRST_LABELS = [
  'a',
  'printer',
  'metadata.google',
  'api.default.svc.cluster',
  'instance-data.ec2',
  'db.prod',
  'xn--bcher-kva',
];
const INTERNAL_NAMES = [
  ...SINGLE_LABELS,
  ...FIRST_LABELS.flatMap((label) => SUFFIXES.map((suffix) => `${label}.${suffix}`)),
];

/** A name in ways of writing that come to the same. */
function inNameForms(name: string): string[] {
  return [
    name,
    name.toUpperCase(),
    `${name}.`,
    name.replaceAll('.', '。'),
    name.replaceAll('.', '．'),
    fullWidth(name),
    name.replace(/[a-z]$/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    name.replace(/.$/, (last) => `${last}\u00ad`),
  ];
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0));
}

const SCHEMES = [
  'ftp',
  'ws',
  'wss',
  'gopher',
  'ldap',
  'dict',
  'tftp',
  'redis',
  'unix',
  'jar',
  'sftp',
  'smb',
  'netdoc',
];
const OPAQUE = [
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'blob:https://shop.example/1',
  'about:blank',
  'view-source:http://127.0.0.1/',
  'http:',
  'http:///',
  'http://',
  '//127.0.0.1/',
];
const BLOCKED_PORTS = Array.from({ length: 1_023 }, (_, port) => port).filter(
  (port) => port !== 80 && port !== 443,
);

/**
 * @param port where something listens that must not be reached
 * @returns each URL once, the same ones every time
 */
export function hostileUrls(port: number): string[] {
  const hosts = [...LITERALS, ...INTERNAL_NAMES.flatMap(inNameForms)];
  const urls = [
    ...hosts.flatMap((host) => [
      `http://${host}/`,
      `http://${host}:${port}/`,
      `https://${host}:${port}/hook?x=1`,
    ]),
    // Credentials, also such as look like a host.
    ...HOSTILE_V4.flatMap((address) => [
      `http://shop.example@${address}:${port}/`,
      `http://shop.example:443@${address}:${port}/`,
      `http://user:secret@shop.example:${port}/?${address}`,
      `http://${address}\\@shop.example:${port}/`,
      `http://shop.example%40${address}:${port}/`,
      `http:\\\\${address}:${port}\\`,
      `http:/${address}:${port}/`,
      `\thttp://${address}:${port}/`,
      `ht\ntp://${address}:${port}/`,
    ]),
    ...SCHEMES.flatMap((scheme) => [`${scheme}://127.0.0.1:${port}/`, `${scheme}://shop.example/`]),
    ...OPAQUE,
    ...BLOCKED_PORTS.map((blocked) => `http://shop.example:${blocked}/`),
  ];
  return [...new Set(urls)];
}
