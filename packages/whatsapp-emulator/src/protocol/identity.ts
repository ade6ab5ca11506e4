/** Ids as the emulated servers write them: people by phone number (`…@c.us`), groups (`…@g.us`). */

export const userJid = (phone: string): string => `${phone}@c.us`;

export const phoneOf = (jid: string): string => jid.slice(0, jid.indexOf('@'));

export const isGroupJid = (jid: string): boolean => jid.endsWith('@g.us');

const ninesComplement = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String(9 - Number(digit)));

/**
 * The hidden id (LID) of a phone number, without `@lid`. WhatsApp's are random; these can be computed in both directions,
 * so that neither side has to keep a table. `account` may give a number another one.
 */
export const defaultLid = (phone: string): string => `2${ninesComplement(phone)}`;

export const phoneOfDefaultLid = (lid: string): string => ninesComplement(lid.slice(1));
