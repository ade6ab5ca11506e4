import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { type SignedContent, sign, signingKey, verify } from './signature.ts';

/** The example of the Standard Webhooks specification. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  content: {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
    body: Buffer.from('{"test": 2432232314}'),
  },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const key = signingKey(VECTOR.secret);

const headersOf = ({ id, timestamp }: SignedContent, signature: string) => ({
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signature,
});

/** Verifies the vector with some headers changed, at the moment it was signed or some seconds later. */
const verifyVector = (changed: Record<string, string | undefined> = {}, secondsLater = 0) =>
  verify(
    key,
    { ...headersOf(VECTOR.content, VECTOR.signature), ...changed },
    VECTOR.content.body,
    VECTOR.content.timestamp + secondsLater,
  );

describe('signing', () => {
  test("gives the signature of the specification's example", () => {
    expect(sign(key, VECTOR.content)).toBe(VECTOR.signature);
  });

  test('is what the reference library accepts, and the reverse, for any id, text and key', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w-]{1,40}$/),
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        fc.uint8Array({ minLength: 1, maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('base64')),
        (id, body, base64) => {
          const secret = `whsec_${base64}`;
          const timestamp = Math.floor(Date.now() / 1000);
          const library = new Webhook(secret);
          const theirs = library.sign(id, new Date(timestamp * 1000), body.toString());
          expect(sign(signingKey(secret), { id, timestamp, body })).toBe(theirs);
          expect(verify(signingKey(secret), headersOf({ id, timestamp, body }, theirs), body)).toBe(true);
        },
      ),
    );
  });

  test('with two secrets, as during a rotation, is what the reference library accepts with either of them', () => {
    const secrets = ['new', 'old', 'other'].map((name) => `whsec_${Buffer.from(name).toString('base64')}`);
    const content = {
      id: 'evt_1',
      timestamp: Math.floor(Date.now() / 1000),
      body: Buffer.from('{"a":"ção"}'),
    };
    const signatures = secrets.slice(0, 2).map((secret) => sign(signingKey(secret), content));
    const headers = headersOf(content, signatures.join(' '));
    const accepted = secrets.map((secret) => {
      try {
        return new Webhook(secret).verify(content.body.toString(), headers) !== undefined;
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual([true, true, false]);
    expect(secrets.map((secret) => verify(signingKey(secret), headers, content.body))).toEqual(accepted);
  });

  test('takes bytes that are no UTF-8 as they are', () => {
    const body = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]);
    const content = { id: 'evt_1', timestamp: 1, body };
    const mac = createHmac('sha256', key).update(Buffer.concat([Buffer.from('evt_1.1.'), body]));
    expect(sign(key, content)).toBe(`v1,${mac.digest('base64')}`);
    expect(sign(key, { ...content, body: Buffer.from(body.toString()) })).not.toBe(sign(key, content));
  });

  test.each([
    ['whsec_AAEC', Buffer.from([0, 1, 2])],
    ['correct horse', Buffer.from('correct horse')],
    ['AAEC', Buffer.from('AAEC')],
    ['senha-ção', Buffer.from('senha-ção', 'utf8')],
  ])('reads the secret %s as its key', (secret, bytes) => {
    expect(signingKey(secret)).toEqual(bytes);
  });
});

describe('verifying', () => {
  test('accepts the example', () => {
    expect(verifyVector()).toBe(true);
  });

  test('refuses another body, id, time, key or version', () => {
    const { content, signature } = VECTOR;
    const headers = headersOf(content, signature);
    expect(verify(key, headers, Buffer.from('{"test": 2432232315}'), content.timestamp)).toBe(false);
    expect(verify(randomBytes(24), headers, content.body, content.timestamp)).toBe(false);
    expect(verifyVector({ 'webhook-id': 'msg_other' })).toBe(false);
    expect(verifyVector({ 'webhook-timestamp': String(content.timestamp + 1) })).toBe(false);
    expect(verifyVector({ 'webhook-signature': signature.replace('v1,', 'v2,') })).toBe(false);
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('refuses without %s', (name) => {
    expect(verifyVector({ [name]: undefined })).toBe(false);
    expect(verifyVector({ [name]: '' })).toBe(false);
  });

  test('refuses what was signed more than five minutes ago or ahead, and a time that is none', () => {
    expect([-300, 300].map((seconds) => verifyVector({}, seconds))).toEqual([true, true]);
    expect([-301, 301].map((seconds) => verifyVector({}, seconds))).toEqual([false, false]);
    const times = ['yesterday', 'NaN', 'Infinity', '1614265330.5'];
    expect(times.map((time) => verifyVector({ 'webhook-timestamp': time }))).toEqual(times.map(() => false));
  });

  test('accepts any one of several signatures, as during the rotation of a secret', () => {
    const old = sign(randomBytes(24), VECTOR.content);
    expect(verifyVector({ 'webhook-signature': `${old} ${VECTOR.signature}` })).toBe(true);
    expect(verifyVector({ 'webhook-signature': `v1a,short ${VECTOR.signature} ${old}` })).toBe(true);
    expect(verifyVector({ 'webhook-signature': `${old} ${old}` })).toBe(false);
  });
});
