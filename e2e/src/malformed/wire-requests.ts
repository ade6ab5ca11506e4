import fc from 'fast-check';
import type { MalformedRequest } from './api-requests.ts';

/** What is no proper HTTP, or is read differently by different programs. */

const GET = 'GET /health/live HTTP/1.1\r\nhost: a\r\n';
const CLOSED = 'GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';

interface Line {
  readonly what: string;
  readonly text: string;
  /** The sender ends after it. */
  readonly isCut?: boolean;
}

/** @param key of the api */
function linesOf(key: string): readonly Line[] {
  const post = `POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\nx-gateway-key: ${key}\r\ncontent-type: application/json\r\n`;
  return [
    { what: 'no host', text: 'GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n' },
    { what: 'two hosts', text: `${GET}host: b\r\nconnection: close\r\n\r\n` },
    { what: 'an empty host', text: 'GET /health/live HTTP/1.1\r\nhost:\r\nconnection: close\r\n\r\n' },
    { what: 'HTTP/1.0', text: 'GET /health/live HTTP/1.0\r\n\r\n' },
    { what: 'HTTP/0.9', text: 'GET /health/live\r\n\r\n' },
    { what: 'HTTP/9.9', text: 'GET / HTTP/9.9\r\nhost: a\r\n\r\n' },
    { what: 'HTTP/2', text: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
    {
      what: 'an absolute address',
      text: 'GET http://b/health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    },
    { what: 'an asterisk', text: 'OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n' },
    { what: 'no slash', text: 'GET health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n' },
    { what: 'two spaces', text: 'GET  /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n' },
    {
      what: 'a space in the address',
      text: 'GET /health /live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    },
    { what: 'no method', text: ' / HTTP/1.1\r\nhost: a\r\n\r\n' },
    { what: 'an unknown method', text: 'FOO / HTTP/1.1\r\nhost: a\r\n\r\n' },
    { what: 'a method in small letters', text: 'get / HTTP/1.1\r\nhost: a\r\n\r\n' },
    { what: 'a header without a colon', text: `${GET}nothing\r\n\r\n` },
    { what: 'a space before the colon', text: `${GET}x-a : b\r\nconnection: close\r\n\r\n` },
    { what: 'a folded header', text: `${GET}x-a: b\r\n c\r\nconnection: close\r\n\r\n` },
    { what: 'NUL in a header', text: `${GET}x-a: \0\r\n\r\n` },
    { what: 'a control character in a name', text: `${GET}x\x01a: b\r\n\r\n` },
    { what: 'an empty header name', text: `${GET}: b\r\n\r\n` },
    { what: 'bare line feeds', text: 'GET /health/live HTTP/1.1\nhost: a\nconnection: close\n\n' },
    { what: 'bare carriage returns', text: 'GET /health/live HTTP/1.1\rhost: a\r\r', isCut: true },
    { what: 'a header of 20 KiB', text: `${GET}x-a: ${'b'.repeat(20_000)}\r\n\r\n` },
    {
      what: 'too many headers',
      text: `${GET}${Array.from({ length: 500 }, (_, index) => `x-${index}: b\r\n`).join('')}connection: close\r\n\r\n`,
    },
    {
      what: 'an address of 9,000 characters',
      text: `GET /${'a'.repeat(9_000)} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
    },
    {
      what: 'an address of 20,000 characters',
      text: `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
    },
    { what: 'a negative length', text: `${post}content-length: -1\r\n\r\n{}` },
    { what: 'a length in words', text: `${post}content-length: two\r\n\r\n{}` },
    { what: 'a length with a sign', text: `${post}content-length: +2\r\nconnection: close\r\n\r\n{}` },
    { what: 'a huge length', text: `${post}content-length: 99999999999999999999\r\n\r\n{}` },
    { what: 'two lengths', text: `${post}content-length: 2\r\ncontent-length: 3\r\n\r\n{} ` },
    {
      what: 'the same length twice',
      text: `${post}content-length: 2\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
    },
    { what: 'a list of lengths', text: `${post}content-length: 2, 2\r\n\r\n{}` },
    { what: 'a length that is too long', text: `${post}content-length: 50\r\n\r\n{}`, isCut: true },
    { what: 'a length that is too short', text: `${post}content-length: 1\r\n\r\n{"id":"a"}` },
    { what: 'a length above the limit', text: `${post}content-length: 5000000\r\n\r\n{}` },
    {
      what: 'length and chunks',
      text: `${post}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    },
    {
      what: 'chunks twice',
      text: `${post}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      isCut: true,
    },
    { what: 'an unknown encoding', text: `${post}transfer-encoding: rubbish\r\n\r\n{}` },
    { what: 'chunks, hidden', text: `${post}transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n` },
    { what: 'chunks before another', text: `${post}transfer-encoding: chunked, gzip\r\n\r\n0\r\n\r\n` },
    { what: 'a chunk of no size', text: `${post}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n` },
    {
      what: 'a chunk of too large a size',
      text: `${post}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}`,
    },
    { what: 'a chunk of a negative size', text: `${post}transfer-encoding: chunked\r\n\r\n-2\r\n{}` },
    {
      what: 'a chunk that is too long',
      text: `${post}transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`,
    },
    {
      what: 'a chunk with a long extension',
      text: `${post}transfer-encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
      isCut: true,
    },
    {
      what: 'chunks without an end',
      text: `${post}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`,
      isCut: true,
    },
    {
      what: 'chunks and a trailer',
      text: `${post}connection: close\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx-gateway-key: b\r\n\r\n`,
    },
    { what: 'ten requests at once', text: `${`${GET}\r\n`.repeat(9)}${CLOSED}` },
    { what: 'a request and rubbish', text: `${GET}\r\n\x00\x01\x02\r\n\r\n` },
    { what: 'bad requests at once', text: `${`${post}content-length: 1\r\n\r\n{`.repeat(5)}${CLOSED}` },
    {
      what: 'a request within a body',
      text: `${post}content-length: ${CLOSED.length}\r\nconnection: close\r\n\r\n${CLOSED}`,
    },
    { what: 'CONNECT', text: 'CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\n' },
    { what: 'a hello of TLS', text: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' },
    { what: 'half a request line', text: 'GET /hea', isCut: true },
    { what: 'half a head', text: `${GET}x-a: `, isCut: true },
    { what: 'empty lines first', text: `\r\n\r\n\r\n${CLOSED}` },
    { what: 'seventy thousand letters', text: 'A'.repeat(70_000) },
  ];
}

/** Nothing but the sender's end may end it, so it has to be cut. */
const rubbish: fc.Arbitrary<MalformedRequest> = fc
  .uint8Array({ minLength: 1, maxLength: 400 })
  .map((bytes) => ({ what: 'rubbish', bytes: Buffer.from(bytes), isCut: true }));

/** Requests one byte of which is another one, or left out. */
function scratched(lines: readonly Line[]): fc.Arbitrary<MalformedRequest> {
  return fc
    .tuple(fc.constantFrom(...lines), fc.nat(), fc.nat(255), fc.boolean())
    .map(([{ what, text }, where, by, isGone]) => {
      const bytes = Buffer.from(text, 'latin1');
      const at = where % bytes.length;
      const put = isGone ? Buffer.alloc(0) : Buffer.from([by]);
      return {
        what: `${what}, scratched`,
        bytes: Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + 1)]),
        isCut: true,
      };
    });
}

export function wireRequests(key: string): fc.Arbitrary<MalformedRequest> {
  const lines = linesOf(key);
  const whole = fc
    .constantFrom(...lines)
    .map(({ what, text, isCut = false }) => ({ what, bytes: Buffer.from(text, 'latin1'), isCut }));
  return fc.oneof(
    { weight: 6, arbitrary: whole },
    { weight: 3, arbitrary: scratched(lines) },
    { weight: 1, arbitrary: rubbish },
  );
}
