import { describe, expect, test } from '@jest/globals';
import { BlockedAddressError } from '@wagw/shared/outbound/address-guard';
import { outcomeOfError, outcomeOfStatus } from './outcome.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const DAY_MS = 86_400_000;

const after = (status: number, retryAfter?: string) => {
  const outcome = outcomeOfStatus(status, retryAfter, NOW);
  return outcome.outcome === 'failed' ? outcome.notBeforeMs : undefined;
};

test.each([200, 201, 202, 204, 299])('%i is delivered', (status) => {
  expect(outcomeOfStatus(status, '60', NOW)).toEqual({ outcome: 'delivered', status });
});

test.each([
  [301, 'redirect'],
  [302, 'redirect'],
  [304, 'redirect'],
  [307, 'redirect'],
  [308, 'redirect'],
  [400, 'http_4xx'],
  [401, 'http_4xx'],
  [404, 'http_4xx'],
  [429, 'http_4xx'],
  [500, 'http_5xx'],
  [503, 'http_5xx'],
  [599, 'http_5xx'],
])('%i is %s and tried again', (status, code) => {
  expect(outcomeOfStatus(status, undefined, NOW)).toMatchObject({
    outcome: 'failed',
    code,
    retry: 'later',
    detail: `The receiver answered ${status}.`,
  });
});

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    [' 120 ', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:05:00 GMT', 300_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['999999', DAY_MS],
    ['99999999999999999999999', DAY_MS],
    ['Fri, 01 Jan 2027 00:00:00 GMT', DAY_MS],
    ['', 0],
    ['soon', 0],
    ['-5', 0],
    ['1e3', 0],
    ['NaN', 0],
    ['Infinity', 0],
  ])('%j of a 503 is a wait of %i ms', (header, ms) => {
    expect(after(503, header)).toBe(ms);
  });

  test('is obeyed for 429, 502, 503 and 504, not for others', () => {
    const obeyed = [429, 502, 503, 504].map((status) => after(status, '120'));
    expect(obeyed).toEqual([120_000, 120_000, 120_000, 120_000]);
    const others = [301, 400, 404, 500, 501].map((status) => after(status, '120'));
    expect(others).toEqual([0, 0, 0, 0, 0]);
  });

  test('of a 429 is a minute at least', () => {
    expect([after(429), after(429, '5'), after(429, 'soon'), after(429, '61')]).toEqual([
      60_000, 60_000, 60_000, 61_000,
    ]);
  });
});

describe('errors of the connection', () => {
  const withCode = (code: string) => Object.assign(new Error(`it was ${code}`), { code });

  test.each([
    ['ENOTFOUND', 'dns_error'],
    ['EAI_AGAIN', 'dns_error'],
    ['ECONNREFUSED', 'connection_refused'],
    ['EHOSTUNREACH', 'connection_refused'],
    ['ENETUNREACH', 'connection_refused'],
    ['ECONNRESET', 'connection_reset'],
    ['EPIPE', 'connection_reset'],
    ['UND_ERR_SOCKET', 'connection_reset'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls_error'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_error'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_error'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_error'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_error'],
    ['EPROTO', 'tls_error'],
  ])('%s is %s and tried again', (code, failure) => {
    expect(outcomeOfError(withCode(code))).toMatchObject({
      outcome: 'failed',
      code: failure,
      detail: `it was ${code}`,
      retry: 'later',
      notBeforeMs: failure === 'timeout' ? 60_000 : 0,
    });
  });

  test('a deadline of ours is a timeout', () => {
    const error = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(outcomeOfError(error)).toMatchObject({ code: 'timeout', retry: 'later', notBeforeMs: 60_000 });
  });

  test('a blocked address is not tried again', () => {
    expect(outcomeOfError(new BlockedAddressError('no'))).toMatchObject({
      code: 'blocked_address',
      retry: 'never',
    });
  });

  test('of several addresses that all refused, the reason is theirs', () => {
    const error = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]);
    expect(outcomeOfError(Object.assign(error, { code: 'ECONNREFUSED' }))).toMatchObject({
      code: 'connection_refused',
      detail: 'ECONNREFUSED',
    });
  });

  test('what nobody foresaw is tried again', () => {
    const outcome = outcomeOfError(new Error('no code'));
    expect(outcome).toMatchObject({ outcome: 'failed', detail: 'no code', retry: 'later' });
  });
});

test('410 is a wish to get nothing more', () => {
  expect(outcomeOfStatus(410, undefined, NOW)).toMatchObject({ code: 'http_4xx', retry: 'when_enabled' });
});
