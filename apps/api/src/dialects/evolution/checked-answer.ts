import { ApiError } from '@wagw/shared/errors/problem';
import { parseRecipient } from '@wagw/shared/numbers/parse-recipient';
import { toJid } from '@wagw/shared/webhooks/formats/evolution-message';
import type { z } from 'zod';
import type { checkedSchema } from '../../commands/checked-numbers.ts';

/**
 * What Evolution answers to a number that was asked for (source: evolution-api v2, src/api/dto/chat.dto.ts, OnWhatsAppDto).
 * @throws ApiError when nobody could tell
 */
export function checkedAnswer({ input, phone, isRegistered, chatId, detail }: z.infer<typeof checkedSchema>) {
  if (phone === null) return withoutPhone(input);
  if (isRegistered === null) throw new ApiError('outcome_unknown', detail ?? undefined);
  const isByPhone = chatId?.endsWith('@c.us') === true;
  return {
    jid: isByPhone && chatId !== null ? toJid(chatId) : `${phone}@s.whatsapp.net`,
    exists: isRegistered,
    number: input,
    ...(chatId?.endsWith('@lid') ? { lid: chatId } : {}),
  };
}

/** A LID is somebody's, or nobody would know it. */
function withoutPhone(input: string) {
  const recipient = parseRecipient(input);
  if (recipient.kind === 'group') {
    throw new ApiError('invalid_request', undefined, [
      { path: '/numbers', message: 'must not name groups: only numbers are looked up' },
    ]);
  }
  if (recipient.kind === 'lid') return { jid: recipient.chatId, exists: true, number: input, lid: 'lid' };
  return { jid: `${input.replace(/\D/g, '')}@s.whatsapp.net`, exists: false, number: input };
}
