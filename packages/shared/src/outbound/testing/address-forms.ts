/** The ways to write one IP address in a URL. */

/** @param value 0 to 2³²−1 */
export function v4Of(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

const hex = (value: number, digits = 1) => value.toString(16).padStart(digits, '0');
const octal = (value: number) => `0${value.toString(8)}`;

/** As browsers read IPv4 addresses, and within IPv6 addresses of every kind that carries one. */
export function inV4Forms(address: string): string[] {
  const parts = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const value = ((a * 256 + b) * 256 + c) * 256 + d;
  const high = hex(a * 256 + b);
  const low = hex(c * 256 + d);
  const inverted = `${hex(65_535 - (a * 256 + b))}:${hex(65_535 - (c * 256 + d))}`;
  const plain = [
    address,
    `${address}.`,
    String(value),
    `${value}.`,
    `0x${hex(value)}`,
    `0X${hex(value, 8).toUpperCase()}`,
    `0x${hex(value, 16)}`,
    octal(value),
    `000${octal(value)}`,
    parts.map((part) => `0x${hex(part)}`).join('.'),
    parts.map((part) => `0x${hex(part, 8)}`).join('.'),
    parts.map(octal).join('.'),
    parts.map((part) => `0000${octal(part)}`).join('.'),
    `${octal(a)}.0x${hex(b)}.${c}.${octal(d)}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `0x${hex(a)}.${octal((b * 256 + c) * 256 + d)}`,
    address.replaceAll('.', '。'),
    address.replaceAll('.', '．'),
    address.replaceAll('.', '｡'),
    address.replaceAll('.', '%2e'),
    address.replace(/\d/g, (digit) => `%3${digit}`),
    address.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    address.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
    address.replace(/[1-9]/g, (digit) => String.fromCodePoint(0x245f + Number(digit))),
    address.replace('.', '\u200b.'),
    address.replace('.', '.\u00ad'),
  ];
  const within = [
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:FFFF:${high}:${low}`.toUpperCase(),
    `::${address}`,
    `::${high}:${low}`,
    `::ffff:0:${address}`,
    `64:ff9b::${address}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::`,
    `2002:${high}:${low}:0:5efe::1`,
    `2001:0:${high}:${low}:0:0:0:0`,
    `2001:0:4136:e378:8000:63bf:${inverted}`,
    `fe80::5efe:${address}`,
  ];
  return [...plain, ...within.map((text) => `[${text}]`)];
}

/** Short, in full, in capitals, with zones, and where only programs that read names loosely see an address. */
export function inV6Forms(address: string): string[] {
  const full = groupsOf(address);
  const texts = [
    address,
    address.toUpperCase(),
    full.map((group) => hex(group)).join(':'),
    full.map((group) => hex(group, 4)).join(':'),
    `${full
      .slice(0, 6)
      .map((group) => hex(group))
      .join(':')}:${v4Of((full[6] ?? 0) * 65_536 + (full[7] ?? 0))}`,
    `${address}%25eth0`,
    `${address}%eth0`,
    `${address}%251`,
  ];
  return [...texts.map((text) => `[${text}]`), `[${address}].`, address];
}

function groupsOf(address: string): number[] {
  const [before = '', after] = address.split('::');
  const read = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const head = read(before);
  const tail = read(after ?? '');
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
