/** The parts of a message's id as WhatsApp writes it: `fromMe_chat_id`, and the author after it in groups. */
export interface MessageKey {
  readonly fromMe: boolean;
  readonly chat: string;
  readonly id: string;
  readonly author: string | undefined;
}

const WRITTEN = /^(true|false)_([^_]+)_([^_]+)(?:_(.+))?$/;

/** @param messageId what is not written in this way is taken as a bare id */
export function readMessageKey(messageId: string): MessageKey {
  const [, fromMe, chat = '', id = messageId, author] = WRITTEN.exec(messageId) ?? [];
  return { fromMe: fromMe === 'true', chat, id, author };
}
