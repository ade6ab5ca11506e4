import { describe, expect, test } from '@jest/globals';
import { BlockedAddressError, createAddressGuard, isPublicAddress } from './address-guard.ts';

const guard = createAddressGuard([]);

const HOSTILE: Record<string, string[]> = {
  'loopback, however it is written': [
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://127.1/',
    'http://127.0.1/',
    'http://127.255.255.254/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0x7F.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://00000177.0.0.1/',
    'http://127%2e0%2e0%2e1/',
    'http://%31%32%37.0.0.1/',
    'http://１２７.０.０.１/',
    'http://127。0。0。1/',
    'http://①②⑦.⓪.⓪.①/',
  ],
  'this host and its network': ['http://0/', 'http://0.0.0.0/', 'http://0x0/', 'http://0.1.2.3/'],
  'private IPv4': [
    'http://10.0.0.1/',
    'http://10.255.255.255/',
    'http://0xA000001/',
    'http://012.0.0.1/',
    'http://10.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://192.168.257/',
    'http://3232235521/',
    'http://0300.0250.0.1/',
    'http://100.64.0.1/',
    'http://100.127.255.255/',
  ],
  'link-local, and the metadata of clouds': [
    'http://169.254.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.170.2/v2/credentials',
    'http://100.100.100.200/latest/meta-data/',
    'http://192.0.0.192/',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://[fd00:ec2::254]/latest/meta-data/',
  ],
  'other special IPv4': [
    'http://192.0.0.1/',
    'http://192.0.2.1/',
    'http://192.88.99.1/',
    'http://198.18.0.1/',
    'http://198.19.255.255/',
    'http://198.51.100.1/',
    'http://203.0.113.1/',
    'http://224.0.0.1/',
    'http://239.255.255.250:1900/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://4294967295/',
  ],
  'special IPv6': [
    'http://[::]/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[fc00::1]/',
    'http://[fdff:ffff::1]/',
    'http://[fe80::1]/',
    'http://[febf::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[ff0e::1]/',
    'http://[100::1]/',
    'http://[5f00::1]/',
    'http://[2001:db8::1]/',
    'http://[3fff::1]/',
    'http://[4000::1]/',
  ],
  'IPv4 within IPv6': [
    'http://[::127.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[64:ff9b:1::10.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://[2001::1]/',
    'http://[2001:0:7f00:1::]/',
    'http://[2001:10::1]/',
  ],
  'names of a private network': [
    'http://localhost/',
    'http://LOCALHOST/',
    'http://localhost./',
    'http://ⓛocalhost/',
    'http://app.localhost/',
    'http://app.localhost./',
    'http://redis/',
    'http://redis./',
    'http://printer.local/',
    'http://printer.local../',
    'http://db.prod.internal/',
    'http://DB.Internal./',
    'http://router.lan/',
    'http://nas.home.arpa/',
  ],
  'ports of other services': [
    'http://example.com:0/',
    'http://example.com:22/',
    'http://example.com:25/',
    'https://example.com:465/',
    'http://8.8.8.8:53/',
  ],
  credentials: [
    'http://user:password@example.com/',
    'http://user@example.com/',
    'http://:password@example.com/',
    'http://example.com@127.0.0.1/',
  ],
  'other schemes': [
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com:6379/_FLUSHALL',
    'ws://example.com/',
    'data:text/plain,hello',
    'javascript:alert(1)',
    'ldap://example.com/',
    'unix:/var/run/docker.sock',
    'blob:https://example.com/1',
  ],
};

describe.each(Object.entries(HOSTILE))('%s', (_kind, urls) => {
  test.each(urls)('%s is refused', (url) => {
    expect(() => guard.check(new URL(url))).toThrow(BlockedAddressError);
  });
});

test.each([
  'https://example.com/',
  'http://example.com/hook?x=1',
  'https://example.com:8443/',
  'https://example.com./',
  'http://hooks.example.co.uk:3000/',
  'https://xn--bcher-kva.example/',
  'https://bücher.example/',
  'https://localhost.example.com/',
  'https://internal.example.com/',
  'https://my-local.shop/',
  'http://8.8.8.8/',
  'http://1.1.1.1:8080/',
  'http://172.15.255.255/',
  'http://172.32.0.1/',
  'http://100.63.255.255/',
  'http://100.128.0.1/',
  'http://169.253.255.255/',
  'http://192.167.255.255/',
  'http://198.17.255.255/',
  'http://223.255.255.255/',
  'http://[2606:4700:4700::1111]/',
  'http://[2a00:1450:4001:82a::200e]:8080/',
])('%s is an ordinary receiver', (url) => {
  expect(() => guard.check(new URL(url))).not.toThrow();
});

test('the refusal says why, and how the operator can admit the receiver', () => {
  expect(() => guard.check(new URL('http://10.0.0.1/'))).toThrow(
    'The URL is not dialled: its address is not a public one. The operator can admit private receivers with WEBHOOK_ALLOWED_HOSTS.',
  );
});

test('what is no address is not a public one', () => {
  for (const text of ['', 'example.com', '8.8.8', '8.8.8.8:80', 'fe80::1%eth0']) {
    expect(isPublicAddress(text)).toBe(false);
  }
});

describe('the allow-list', () => {
  const allowing = createAddressGuard(['Hooks', 'crm.example:9000', '10.0.0.5', '10.0.0.6:81', '[::1]:8080']);

  test.each([
    'http://hooks/',
    'https://hooks:9443/',
    'http://hooks:22/',
    'http://crm.example:9000/',
    'http://10.0.0.5:1234/',
    'http://10.0.0.6:81/',
    'http://[::1]:8080/',
  ])('admits %s', (url) => {
    expect(() => allowing.check(new URL(url))).not.toThrow();
  });

  test.each([
    'http://crm.example:9001/',
    'https://crm.example/',
    'http://10.0.0.6/',
    'http://10.0.0.7/',
    'http://[::1]:8081/',
    'http://other-hooks/',
    'http://hooks.local/',
    'http://user@hooks/',
    'ftp://hooks/',
  ])('does not admit %s', (url) => {
    expect(() => allowing.check(new URL(url))).toThrow(BlockedAddressError);
  });

  test('counts a port that goes without saying', () => {
    const ports = createAddressGuard(['10.0.0.5:80', '10.0.0.6:443']);
    expect(() => ports.check(new URL('http://10.0.0.5/'))).not.toThrow();
    expect(() => ports.check(new URL('https://10.0.0.6/'))).not.toThrow();
    expect(() => ports.check(new URL('https://10.0.0.5/'))).toThrow(BlockedAddressError);
  });
});
