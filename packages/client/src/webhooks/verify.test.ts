import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { verifySignature, verifyWebhook } from './verify.ts';

/** The example of the Standard Webhooks specification. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"test": 2432232314}';
const AT = 1_614_265_330;
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(AT),
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

/** Verifies the example with some headers changed, at the moment when it was signed or some seconds later. */
const verifyExample = (
  changes: Record<string, string | string[] | undefined> = {},
  { secondsLater = 0, secret = SECRET as string | string[], body = BODY as string | Uint8Array } = {},
) => verifySignature(body, { ...HEADERS, ...changes }, secret, { now: AT + secondsLater });

const refused = (call: Promise<unknown>, reason: string) =>
  expect(call).rejects.toMatchObject({ name: 'WebhookRefusedError', reason });

describe('a signature', () => {
  test("of the specification's example is accepted, as text and as bytes", async () => {
    expect(await verifyExample()).toEqual({ id: HEADERS['webhook-id'], timestamp: AT });
    expect(await verifyExample({}, { body: Buffer.from(BODY) })).toMatchObject({ timestamp: AT });
    expect(await verifySignature(BODY, new Headers(HEADERS), SECRET, { now: AT })).toMatchObject({
      timestamp: AT,
    });
  });

  test('of the reference library is accepted, for any id, text and key; and no other one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[\w-]{1,40}$/),
        fc.string({ unit: 'binary' }),
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        async (id, text, bytes) => {
          const secret = `whsec_${Buffer.from(bytes).toString('base64')}`;
          // Its text form, of a body that has no half letters.
          const body = Buffer.from(text).toString();
          const headers = {
            'webhook-id': id,
            'webhook-timestamp': String(AT),
            'webhook-signature': new Webhook(secret).sign(id, new Date(AT * 1_000), body),
          };
          expect(await verifySignature(Buffer.from(body), headers, secret, { now: AT })).toEqual({
            id,
            timestamp: AT,
          });
          await refused(verifySignature(`${body} `, headers, secret, { now: AT }), 'bad_signature');
        },
      ),
      { numRuns: 50 },
    );
  });

  test('over another body, id, time, key or version is refused', async () => {
    await refused(verifyExample({}, { body: '{"test": 2432232315}' }), 'bad_signature');
    await refused(verifyExample({}, { secret: 'whsec_AAEC' }), 'bad_signature');
    await refused(verifyExample({ 'webhook-id': 'msg_other' }), 'bad_signature');
    await refused(verifyExample({ 'webhook-timestamp': String(AT + 1) }), 'bad_signature');
    const later = HEADERS['webhook-signature'].replace('v1,', 'v1a,');
    await refused(verifyExample({ 'webhook-signature': later }), 'missing_headers');
    await refused(verifyExample({ 'webhook-signature': 'v1,no base64!' }), 'bad_signature');
    await refused(verifyExample({ 'webhook-signature': 'v1,' }), 'bad_signature');
  });

  test('is looked for among several, made with one of several secrets', async () => {
    const right = HEADERS['webhook-signature'];
    const wrong = `v1,${Buffer.alloc(32).toString('base64')}`;
    await verifyExample({ 'webhook-signature': `${wrong} ${right}` });
    await verifyExample({}, { secret: ['another secret', SECRET] });
    await refused(verifyExample({}, { secret: ['another secret'] }), 'bad_signature');
  });

  test('with a secret that is not one of Standard Webhooks is made with its bytes', async () => {
    const secret = 'senha-ção';
    const headers = {
      ...HEADERS,
      'webhook-signature': new Webhook(new TextEncoder().encode(secret), { format: 'raw' }).sign(
        HEADERS['webhook-id'],
        new Date(AT * 1_000),
        BODY,
      ),
    };
    await verifySignature(BODY, headers, secret, { now: AT });
  });
});

describe('a request is refused', () => {
  test.each(Object.keys(HEADERS))('without %s', async (name) => {
    await refused(verifyExample({ [name]: undefined }), 'missing_headers');
    await refused(verifyExample({ [name]: '' }), 'missing_headers');
  });

  test('when it was signed more than five minutes ago, or will be', async () => {
    for (const secondsLater of [-300, 300]) await verifyExample({}, { secondsLater });
    for (const secondsLater of [-301, 301]) {
      await refused(verifyExample({}, { secondsLater }), 'stale_timestamp');
    }
    const times = ['yesterday', 'NaN', '1614265330.5', '-1614265330'];
    for (const time of times) await refused(verifyExample({ 'webhook-timestamp': time }), 'missing_headers');
  });

  test('when it is genuine but holds no event', async () => {
    await refused(verifyWebhook(BODY, HEADERS, SECRET, { now: AT }), 'not_an_event');
  });
});

test('a secret that can be none is an error of the program, not of the request', async () => {
  await expect(verifyExample({}, { secret: '' })).rejects.toThrow(TypeError);
  await expect(verifyExample({}, { secret: 'whsec_*' })).rejects.toThrow(TypeError);
});
