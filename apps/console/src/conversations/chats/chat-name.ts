import type { Chat } from '@wagw/client';
import { chatIdText } from '../../ui/phone-number.ts';

/** How a chat is called: by its name, or its number where it has none or WhatsApp gives the digits as the name. */
export function chatName({ id, name }: Pick<Chat, 'id' | 'name'>): string {
  const isDigits = name.replace(/\D/g, '') === id.split('@')[0];
  return name === '' || name === id || isDigits ? chatIdText(id) : name;
}
