import type { EventData } from '../../events/catalogue.ts';
import { applyRules, type Rules, type WebhookFormat } from './format.ts';

/**
 * For a support desk that only wants to be told of messages that come in, one flat object for each. Its own names of the fields
 * are not documented anywhere; these are those of its requests, and otherwise ours.
 */

const RULES: Rules<Readonly<Record<string, unknown>>> = {
  message: (data, { tenantId, sessionId }) =>
    isConversation(data)
      ? {
          event: 'message',
          tenantId,
          sessionId,
          messageId: data.messageId,
          chatId: data.chatKey,
          from: writerOf(data),
          name: data.senderName ?? null,
          message: data.body,
          type: data.type === 'chat' ? 'text' : data.type,
          hasMedia: data.hasMedia,
          isGroup: data.isGroup,
          timestamp: new Date(data.timestamp * 1000).toISOString(),
        }
      : undefined,
};

type Received = EventData<'message'>;

/** Status posts and channels are broadcasts: nobody waits for an answer. */
const isConversation = ({ isStatus, chatId }: Received) => !isStatus && !chatId.endsWith('@newsletter');

/** A phone number where WhatsApp tells it. */
function writerOf({ isGroup, author, authorPhone, phone, chatKey }: Received): string {
  return isGroup ? (authorPhone ?? author ?? chatKey) : (phone ?? chatKey);
}

export const connection: WebhookFormat = {
  name: 'connection',
  description:
    'One flat object for each message that comes in, and nothing else; no channels and no status posts. `chatId` is the conversation and can be sent to, `from` is who wrote: the phone number where WhatsApp tells it.',
  render({ envelope }) {
    const body = applyRules(RULES, envelope);
    return body === undefined ? undefined : JSON.stringify(body);
  },
};
