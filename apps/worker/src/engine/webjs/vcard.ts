import type { ContactCard } from '@wagw/shared/messages/content';

/** A contact card in the dress of vCard 3.0 that WhatsApp gives its own; `waid` makes it a button to write to. */
export function toVcard({ name, phone, organization, email }: ContactCard): string {
  const digits = phone.replace(/\D/g, '');
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escaped(name)};;;`,
    `FN:${escaped(name)}`,
    ...(organization ? [`ORG:${escaped(organization)}`] : []),
    `TEL;type=CELL;type=VOICE;waid=${digits}:+${digits}`,
    ...(email ? [`EMAIL;type=INTERNET:${escaped(email)}`] : []),
    'END:VCARD',
  ].join('\n');
}

/** RFC 2426, section 4: a line end or a separator inside a value would begin another property. */
function escaped(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}
