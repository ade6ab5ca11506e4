import { describe, expect, test } from '@jest/globals';
import { sign, signingKey } from '@wagw/shared/webhooks/signature';
import { checkSignature, type SignedRequest } from './check-signature.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TIMESTAMP = 1_702_323_456;
const BODY = '{"event":"message","data":{"body":"Bom dia! ☕"}}';
const SIGNED = { id: 'evt_1', timestamp: TIMESTAMP, body: Buffer.from(BODY) };
const SIGNATURE = sign(signingKey(SECRET), SIGNED);
const BASE64 = SIGNATURE.slice('v1,'.length);

const REQUEST: SignedRequest = {
  secret: SECRET,
  id: 'evt_1',
  timestamp: String(TIMESTAMP),
  signature: SIGNATURE,
  body: BODY,
};
const check = (changes: Partial<SignedRequest>, now = TIMESTAMP + 60) =>
  checkSignature({ ...REQUEST, ...changes }, now);

describe('a request of the gateway', () => {
  test('is valid', async () => {
    expect(await check({})).toBe('valid');
  });

  test('is valid by one of several signatures, while the secret changes', async () => {
    const other = sign(signingKey('the secret to come'), SIGNED);
    expect(await check({ signature: `${other} ${SIGNATURE}` })).toBe('valid');
  });

  test('is valid with a secret that is no base64', async () => {
    const secret = 'a secret of my own';
    expect(await check({ secret, signature: sign(signingKey(secret), SIGNED) })).toBe('valid');
  });

  test('fits when it is old or ahead of its time, and is said to be', async () => {
    expect(await check({}, TIMESTAMP + 301)).toBe('valid_but_old');
    expect(await check({}, TIMESTAMP - 301)).toBe('valid_but_ahead');
  });
});

test.each([
  ['wrong', { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['wrong', { body: BODY.replace('Bom', 'Boa') }],
  ['wrong', { id: 'evt_2' }],
  ['wrong', { timestamp: String(TIMESTAMP + 1) }],
  ['no_secret', { secret: ' ' }],
  ['secret_not_base64', { secret: 'whsec_$$$' }],
  ['no_id', { id: '' }],
  ['timestamp_not_seconds', { timestamp: '2026-01-01' }],
  ['timestamp_in_milliseconds', { timestamp: `${TIMESTAMP}000` }],
  ['no_signature', { signature: '' }],
  ['no_version', { signature: BASE64 }],
  ['other_version', { signature: `v2,${BASE64}` }],
  ['hexadecimal', { signature: Buffer.from(BASE64, 'base64').toString('hex') }],
  ['secret_with_spaces', { secret: ` ${SECRET}` }],
  ['secret_without_prefix', { secret: SECRET.slice('whsec_'.length) }],
  ['body_with_line_break', { body: `${BODY}\n` }],
  ['body_reformatted', { body: JSON.stringify(JSON.parse(BODY), null, 2) }],
] as const)('%s: %j', async (verdict, changes) => {
  expect(await check(changes)).toBe(verdict);
});
