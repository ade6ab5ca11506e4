import { createHash, randomBytes } from 'node:crypto';

/** Our id of a message: `msg_` and 24 characters. */
export function newMessageId(): string {
  return `msg_${randomBytes(18).toString('base64url')}`;
}

/**
 * An id that follows from a seed, so that a request that is carried out again makes nothing new.
 * @param kind `msg`, `cmd` and the like
 */
export function derivedId(kind: string, seed: string, index = 0): string {
  const digest = createHash('sha256').update(`${seed}/${kind}/${index}`).digest('base64url');
  return `${kind}_${digest.slice(0, 24)}`;
}

/** Our id of a message that was not sent through here. */
export const seenMessageId = (sessionId: string, whatsappRef: string): string =>
  derivedId('msg', `${sessionId}/${whatsappRef}`);

/** The chat in a message's id as WhatsApp writes it, `fromMe_chat_id`; empty when it is written in another way. */
export const chatOfRef = (whatsappRef: string): string => whatsappRef.split('_')[1] ?? '';

/**
 * The id under which a message goes out to WhatsApp: `3EB0` and 18 hex digits, as WhatsApp Web makes them.
 * It follows from ours, so that every attempt, whoever makes it, uses the same one.
 */
export function whatsappIdOf(sessionId: string, messageId: string): string {
  const digest = createHash('sha256').update(`${sessionId}/${messageId}`).digest('hex');
  return `3EB0${digest.slice(0, 18).toUpperCase()}`;
}
