import { type LidMap, personIn } from '@wagw/shared/numbers/chat-names';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { toJid } from '@wagw/shared/webhooks/formats/evolution-message';
import { z } from 'zod';

/** How Evolution names instances, people and groups. */

export const instanceParams = z.object({ instanceName: sessionIdSchema });

/** WhatsApp ids, phone numbers, and ids of groups without their ending (source: evolution-api v2, src/utils/createJid.ts). */
export function toRecipient(number: string): string {
  const text = number.trim();
  const isGroup = /^\d{18,}$/.test(text) || (/^\d+-\d+$/.test(text) && text.length >= 24);
  return isGroup ? `${text}@g.us` : text;
}

/** The id as webhooks name it too: by the phone number where it is known. */
export function jidIn(id: string, { phoneOfLid }: LidMap): string {
  const person = personIn(id);
  const phone = person !== undefined && 'lid' in person ? phoneOfLid.get(person.lid) : undefined;
  return phone === undefined ? toJid(id) : `${phone}@s.whatsapp.net`;
}

/** As WhatsApp Web writes what others write with `@s.whatsapp.net`. */
export const toWebId = (jid: string): string => jid.replace(/@s\.whatsapp\.net$/, '@c.us');
