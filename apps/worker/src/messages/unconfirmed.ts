import { chatOfRef } from '@wagw/shared/messages/message-id';
import { advanceMessage, loadMessage } from '@wagw/shared/messages/message-store';
import { readLids } from '@wagw/shared/numbers/lid-store';
import type { Redis } from 'ioredis';
import type { DueOutcome } from '../due-work.ts';
import { namesOfChat } from '../events/names-in.ts';
import type { Recorder } from '../events/recorder.ts';

/** How long WhatsApp's server may take to acknowledge what WhatsApp's client has. */
export const UNCONFIRMED_AFTER_MS = 60_000;

/**
 * A message whose acknowledgement is overdue becomes `unconfirmed`, which is told, and which an acknowledgement ends. One that
 * got further in time stays as it is.
 */
export async function tellUnconfirmed(
  redis: Redis,
  sessionId: string,
  recorder: Recorder,
  id: string,
): Promise<DueOutcome> {
  const now = Date.now();
  await advanceMessage(redis, sessionId, id, 'unconfirmed', {}, now);
  const record = await loadMessage(redis, sessionId, id);
  // Also for one whose owner died before it told.
  if (record?.status !== 'unconfirmed' || record.whatsappRef === undefined) return 'done';
  const since = Math.floor((record.timeline.sending ?? now) / 1000);
  const chat = chatOfRef(record.whatsappRef);
  const names = namesOfChat(chat, await readLids(redis, sessionId, [chat], true));
  const data = { gatewayMessageId: id, messageId: record.whatsappRef, since, ...names };
  const told = await recorder.record({ event: 'message_unconfirmed', data }, { once: `unconfirmed:${id}` });
  return told === 'fenced' ? 'stop' : 'done';
}
