import { randomUUID } from 'node:crypto';
import type { MalformedRequest } from './api-requests.ts';

const MIB = 2 ** 20;
/** As much as the routes of messages take, with room for the rest of the JSON. */
const LARGE = 24 * MIB - 1_000;

/** What takes the most work to read or to refuse, for its size. */
export function heavyRequests(key: string, session: string): MalformedRequest[] {
  const messages = `/api/v1/sessions/${session}/messages`;
  const filled = (start: string, piece: string, end: string, length: number) =>
    start + piece.repeat(Math.floor((length - start.length - end.length) / piece.length)) + end;
  const bodies: readonly (readonly [what: string, path: string, body: string])[] = [
    [
      'a file of 18 MiB in base64',
      messages,
      filled('{"to":"5511987654321","type":"image","media":{"base64":"', 'AAAA', '"}}', LARGE),
    ],
    [
      'a file that is no base64',
      messages,
      filled('{"to":"5511987654321","type":"image","media":{"base64":"', 'é?', '"}}', LARGE / 2),
    ],
    ['24 MiB of opening brackets', messages, '['.repeat(LARGE)],
    ['24 MiB of numbers', messages, filled('[', '1,', '1]', LARGE)],
    ['24 MiB of empty objects', messages, filled('[', '{},', '{}]', LARGE)],
    ['24 MiB of escaped quotation marks', messages, filled('"', '\\"', '"', LARGE)],
    ['24 MiB of escaped backslashes', messages, filled('"', '\\\\', '"', LARGE)],
    ['24 MiB of escaped letters', messages, filled('{"to":"1","text":"', '\\u0041', '"}', LARGE)],
    ['24 MiB of unknown fields', messages, filled('{"a":1', ',"abcdefghijkl":1', '}', LARGE)],
    ['24 MiB of spaces', messages, ' '.repeat(LARGE)],
    ['a text of 1 MiB', messages, filled('{"to":"5511987654321","text":"', 'a', '"}', MIB)],
    [
      'mentions, as many as fit into 1 MiB',
      messages,
      filled('{"to":"5511987654321","text":"a","mentions":["1"', ',"5511987654321"', ']}', MIB),
    ],
    ['a template with 1,000 recipients', `${messages}/bulk`, bulk()],
    ['metadata with many keys', '/api/v1/sessions', filled('{"metadata":{"a":"b"', ',"k":"v"', '}}', MIB)],
    ['a recipient of 1 MiB', messages, filled('{"to":"', '+55 11 9', '","text":"a"}', MIB)],
    [
      '1 MiB of numbers to check',
      `/api/v1/sessions/${session}/numbers/check`,
      filled('{"phones":["1"', ',"+5511987654321"', ']}', MIB),
    ],
  ];
  return bodies.map(([what, path, body]) => ({ what, bytes: post(key, path, body) }));
}

function bulk(): string {
  const recipients = Array.from({ length: 1_000 }, (_, index) => ({
    to: `55119${String(87_654_321 + index)}`,
    variables: { name: 'x'.repeat(200) },
  }));
  return JSON.stringify({ text: '{{name}} '.repeat(100), recipients });
}

function post(key: string, path: string, body: string): Buffer {
  const bytes = Buffer.from(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    'prefer: wait=0',
    // Which has the whole body compared.
    `idempotency-key: ${randomUUID()}`,
    `x-gateway-key: ${key}`,
    'content-type: application/json',
    `content-length: ${bytes.length}`,
    'connection: close',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes]);
}
