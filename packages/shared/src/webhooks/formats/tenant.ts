import { createHmac } from 'node:crypto';
import { personIn } from '../../numbers/chat-names.ts';
import { TENANT_STATUS_OF } from '../../sessions/tenant-status.ts';
import { applyRules, type Rules, type WebhookFormat } from './format.ts';
import { readMessageKey } from './message-key.ts';

/**
 * For backends that know one session as one tenant: `{event, tenantId, data}` with three events, signed with the hex
 * HMAC-SHA256 of the body. Such a receiver may check the signature over what `JSON.stringify` makes of the parsed body, so the
 * text is what `JSON.stringify` writes. `businessName` of a connected account is in no event and left out.
 */

interface TenantEvent {
  readonly event: 'qr_code' | 'status_change' | 'message';
  readonly data: Readonly<Record<string, unknown>>;
}

/** By WhatsApp's kinds; a kind that is not here keeps its name. */
const TYPES: Readonly<Record<string, string>> = {
  chat: 'text',
  ptt: 'audio',
  ptv: 'video',
  vcard: 'contact',
  multi_vcard: 'contact',
  poll_creation: 'poll',
};

const RULES: Rules<TenantEvent> = {
  qr_code: ({ qrCode }) => ({ event: 'qr_code', data: { qrCode, status: 'qr_available' } }),

  'session.status': ({ status, phone }) => ({
    event: 'status_change',
    data: {
      connected: status === 'connected',
      status: TENANT_STATUS_OF[status],
      ...(phone === null ? {} : { phoneNumber: phone }),
    },
  }),

  // Whoever writes is answered: that would be wrong in groups, to channels and to status posts.
  message: ({ messageId, chatId, chatKey, phone, body, timestamp, type }) =>
    personIn(chatId) === undefined
      ? undefined
      : {
          event: 'message',
          data: {
            from: phone ?? chatKey,
            message: body,
            messageId: readMessageKey(messageId).id,
            timestamp: new Date(timestamp * 1000).toISOString(),
            type: TYPES[type] ?? type,
          },
        },
};

export const tenant: WebhookFormat = {
  name: 'tenant',
  description:
    '`{event, tenantId, data}`. Messages of people only, not of groups, channels and status posts; `from` is the phone number, or where WhatsApp hides it an id that can be sent to. `X-Webhook-Signature` is the hex HMAC-SHA256 of the body, with the text of the secret as its key.',
  render({ envelope }) {
    const sent = applyRules(RULES, envelope);
    if (sent === undefined) return undefined;
    return JSON.stringify({ event: sent.event, tenantId: envelope.tenantId, data: sent.data });
  },
  headers: (body, secret): Record<string, string> =>
    secret === undefined
      ? {}
      : { 'X-Webhook-Signature': createHmac('sha256', secret).update(body).digest('hex') },
};
