import type { Contact } from './store/contact.ts';

export function contactVcard(contact: Contact): { displayName: string; vcard: string } {
  const { user } = contact.phoneNumber;
  const displayName = contact.formattedName;
  const lines = ['BEGIN:VCARD', 'VERSION:3.0', `N:;${displayName};;;`, `FN:${displayName}`];
  lines.push(`TEL;type=CELL;type=VOICE;waid=${user}:+${user}`, 'END:VCARD');
  return { displayName, vcard: lines.join('\n') };
}

export type ParsedVcard = Record<string, string>;

/** The lines of the first card, by property name without parameters. */
export function parseVcard(text: string): ParsedVcard | undefined {
  if (!/^END:VCARD/m.test(text)) return undefined;
  const lines = text.split(/\r?\n/).map((line) => /^([A-Za-z.-]+)[^:]*:(.*)$/.exec(line));
  return Object.fromEntries(lines.flatMap((match) => (match ? [[match[1]?.toUpperCase(), match[2]]] : [])));
}

export const nameInVcard = (card: ParsedVcard): string => card.FN ?? card.N ?? '';
