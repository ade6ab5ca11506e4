import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupExample } from '../../events/event-fields.ts';
import { tenant } from './tenant.ts';
import { recorded } from './testing/recorded.ts';

const IMAGE = 'data:image/png;base64,iVBORw0KGgo=';

const body = (...event: Parameters<typeof recorded>) => {
  const text = tenant.render(recorded(...event));
  return text === undefined ? undefined : JSON.parse(text);
};

test('a QR code comes as its image', () => {
  expect(body('qr_code', { qrCode: IMAGE })).toEqual({
    event: 'qr_code',
    tenantId: 'acme',
    data: { qrCode: IMAGE, status: 'qr_available' },
  });
});

describe('a change of status', () => {
  test('tells the number once the session is connected', () => {
    expect(body('session.status')).toEqual({
      event: 'status_change',
      tenantId: 'acme',
      data: { connected: true, status: 'connected', phoneNumber: '5511912345678' },
    });
  });

  test.each([
    ['connecting', 'initializing'],
    ['qr_code', 'qr_available'],
    ['disconnected', 'disconnected'],
  ] as const)('calls %s %s', (status, word) => {
    expect(body('session.status', { status, phone: null }).data).toEqual({ connected: false, status: word });
  });
});

describe('a message', () => {
  test('has the number of the one who wrote, the text and the bare id', () => {
    const received = {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      body: 'Olá, quero alugar um apartamento',
      type: 'chat',
    };
    expect(body('message', received)).toEqual({
      event: 'message',
      tenantId: 'acme',
      data: {
        from: '5511987654321',
        message: 'Olá, quero alugar um apartamento',
        messageId: '3EB0C767D097B7C17A08',
        timestamp: '2023-12-11T19:37:36.000Z',
        type: 'text',
      },
    });
  });

  test.each([
    ['ptt', 'audio'],
    ['image', 'image'],
    ['vcard', 'contact'],
    ['location', 'location'],
  ])('of the kind %s is called %s', (type, word) => {
    expect(body('message', { type }).data.type).toBe(word);
  });

  test('of one whose number is hidden has an id that can be answered', () => {
    const hidden = { chatId: '987@lid', chatKey: '987@lid', phone: null, lid: '987@lid' };
    expect(body('message', hidden).data.from).toBe('987@lid');
  });

  test.each([groupExample.chatId, 'status@broadcast', '120363000000000000@newsletter'])(
    'in %s is not told: nobody there waits for an answer',
    (chatId) => {
      expect(body('message', { chatId, chatKey: chatId, phone: null, lid: null })).toBeUndefined();
    },
  );
});

describe('the signature', () => {
  const SECRET = 'whsec_c2VncmVkbyBjb21wYXJ0aWxoYWRv';

  /** How such a receiver checks what it gets: over the text that it makes itself of the parsed body. */
  function isAccepted(received: Buffer, signature: string | undefined): boolean {
    const parsed: unknown = JSON.parse(received.toString());
    return signature === createHmac('sha256', SECRET).update(JSON.stringify(parsed)).digest('hex');
  }
  const signatureOf = (text: string) => tenant.headers?.(Buffer.from(text), SECRET)['X-Webhook-Signature'];

  test('is accepted by the receiver, whatever people write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, messageId) => {
        const json = tenant.render(recorded('message', { body: text, messageId })) ?? '';
        expect(isAccepted(Buffer.from(json), signatureOf(json))).toBe(true);
        expect(isAccepted(Buffer.from(json.replace('acme', 'evil')), signatureOf(json))).toBe(false);
      }),
    );
  });

  test('is made with the text of the secret, and left out when there is none', () => {
    const expected = createHmac('sha256', SECRET).update('{}').digest('hex');
    expect(signatureOf('{}')).toBe(expected);
    expect(tenant.headers?.(Buffer.from('{}'), undefined)).toEqual({});
  });
});
