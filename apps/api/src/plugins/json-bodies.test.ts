import { expect, test } from '@jest/globals';
import { MAX_BODY_BYTES, MAX_JSON_DEPTH } from '../limits.ts';
import { isModestJson } from './json-bodies.ts';

const isModest = (text: string) => isModestJson(Buffer.from(text));
const MIB = 2 ** 20;

test.each([
  ['an object', '{"a":[1,2,{"b":null}]}'],
  ['brackets in strings', JSON.stringify({ a: '[[[['.repeat(100), b: '}'.repeat(100) })],
  ['as deep as allowed', '['.repeat(MAX_JSON_DEPTH) + ']'.repeat(MAX_JSON_DEPTH)],
  [
    'escaped quotation marks',
    JSON.stringify({ a: '"[["'.repeat(1_000), b: '\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[' }),
  ],
  ['a string that ends in backslashes', JSON.stringify(['\\\\', '[['.repeat(50)])],
  ['a large file in base64', `{"a":"${'A'.repeat(20 * MIB)}"}`],
  ['no JSON', '{"a": "b'],
  ['nothing', ''],
])('%s can be parsed', (_what, text) => {
  expect(isModest(text)).toBe(true);
});

test.each([
  ['one level too deep', '['.repeat(MAX_JSON_DEPTH + 1)],
  ['deep after a string that ends in backslashes', `["\\\\",${'['.repeat(MAX_JSON_DEPTH)}`],
  ['very many numbers', `[${'1,'.repeat(200_000)}1]`],
  ['very many keys', `{${'"a":1,'.repeat(60_000)}"a":1}`],
  ['very many escaped quotation marks', `"${'\\"'.repeat(200_000)}"`],
  ['more than 1 MiB of spaces', ' '.repeat(MAX_BODY_BYTES + 1)],
  ['more than 1 MiB in escapes', `["${'\\u0041'.repeat(200_000)}"]`],
  ['more than 1 MiB of backslashes', `["${'\\\\'.repeat(MIB)}"]`],
  ['a large string that cannot be base64', JSON.stringify(['é'.repeat(MIB)])],
  ['a large string without an end', `"${'A'.repeat(2 * MIB)}`],
])('%s is too much', (_what, text) => {
  expect(isModest(text)).toBe(false);
});
