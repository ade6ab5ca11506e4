import type { Chat } from '@wagw/client';
import { phoneText } from '../../ui/link-phone/phone-number.ts';

/** How a chat is called: by its name, or its number where it has none or WhatsApp gives the digits as the name. */
export function chatName({ id, name }: Pick<Chat, 'id' | 'name'>): string {
  const [user = id, server] = id.split('@');
  const isNumber = server === 'c.us';
  if (name === '' || name === id || name.replace(/\D/g, '') === user)
    return isNumber ? phoneText(user) : user;
  return name;
}
