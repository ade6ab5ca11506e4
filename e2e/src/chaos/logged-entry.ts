import type { Envelope } from '@wagw/shared/events/catalogue';
import type { LoggedEntry } from './history.ts';

/** An event as the checker wants it: which message it tells of, and nothing more. */
export function asLoggedEntry({ sessionId, seq, event, data }: Envelope): LoggedEntry {
  const entry = { session: sessionId, seq, event };
  const { id, messageId, ack } = data as { id?: string; messageId?: string; ack?: number };
  const serialized = id ?? messageId;
  if (serialized === undefined || serialized === null) return entry;
  const bare = bareId(serialized);
  return { ...entry, subject: event === 'message_ack' ? `${bare} ${ack}` : bare };
}

/** `fromMe_chat_id[_participant]` → `id` */
function bareId(serialized: string): string {
  return serialized.split('_')[2] ?? serialized;
}
