import type { Message, SendMessage } from '@wagw/client';

/** What somebody wants to send. */
export interface Outgoing {
  readonly text: string;
  readonly file?: File | undefined;
  /** The message that it answers. */
  readonly replyTo?: string | undefined;
  /** Unix milliseconds; undefined: now. */
  readonly sendAt?: number | undefined;
}

/** 128 random bits. Not `randomUUID`, which browsers keep from pages without TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same message once more, of what the gateway keeps of it; undefined of files, whose content it does not tell. */
export function again(record: Message): SendMessage | undefined {
  const { chatId: to, type, text, location, contacts, poll, replyTo } = record;
  const answer = replyTo === undefined ? {} : { replyTo };
  if (type === 'text' && text !== null) return { to, type, text, ...answer };
  if (type === 'location' && location !== undefined) return { to, type, location, ...answer };
  if (type === 'contact' && contacts !== undefined) return { to, type, contact: contacts, ...answer };
  if (type === 'poll' && poll !== undefined) return { to, type, poll, ...answer };
  return undefined;
}

/** After these it is not known whether it has arrived. */
export const IN_DOUBT: ReadonlySet<string> = new Set(['restored_from_backup', 'session_deleted']);

/** Whether a message that was given up has certainly not arrived. */
export const isCertain = (code: string | undefined): boolean => code === undefined || !IN_DOUBT.has(code);
