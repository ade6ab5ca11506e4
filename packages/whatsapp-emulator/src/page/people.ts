import type { WireContact } from '../protocol/frames.ts';
import { createWid, isMe, known, lidOf, phoneNumberOf, shown, type Wid } from './ids.ts';
import { query } from './link.ts';
import { Blocklist, Chats, Contacts } from './store/collections.ts';
import type { Contact } from './store/contact.ts';

/** Numbers that the server has said to have WhatsApp. */
const registered = new Set<string>();

interface Exists {
  wid: Wid;
  biz: boolean;
}

/** Whether a number (or hidden id) has WhatsApp; null when it has not. The answer goes by phone number. */
export async function queryWidExists(id: unknown): Promise<Exists | null> {
  const wid = createWid(id);
  const phone = wid.isLid() ? await query('phoneOfLid', { lid: wid._serialized }) : wid._serialized;
  const found =
    phone === null
      ? null
      : ((await query('exists', { id: phone })) as { id: string; isBusiness: boolean } | null);
  if (!found) return null;
  registered.add(found.id);
  return { wid: createWid(found.id), biz: found.isBusiness };
}

/** Somebody's hidden id, as far as the page has met them. */
export function currentLid(wid: Wid): Wid | undefined {
  const met = registered.has(known(wid)) || isMe(wid) || Contacts.get(shown(wid)) !== undefined;
  return met ? lidOf(wid) : undefined;
}

export async function setBlocked(contact: Contact, value: boolean): Promise<void> {
  await query('block', { id: known(contact.id), value });
  Blocklist.setBlocked(contact, value);
}

export async function saveContact({
  firstName,
  lastName,
  phoneNumber,
}: Record<string, string>): Promise<void> {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  Contacts.learn((await query('saveContact', { phone: phoneNumber ?? '', name })) as unknown as WireContact);
}

export async function deleteContact({ phoneNumber }: { phoneNumber: Wid }): Promise<void> {
  await query('deleteContact', { id: known(phoneNumber) });
  const contact = Contacts.get(shown(phoneNumber));
  if (contact) Reflect.deleteProperty(contact, 'name');
  contact?.set({ type: 'out' });
}

export async function about(id: unknown): Promise<{ status: string | undefined }> {
  const wire = (await query('contact', { id: known(id) })) as unknown as WireContact;
  return { status: wire.about };
}

/** Groups in which both are; kept in the contact as the page does. */
export async function findCommonGroups(contact: Contact): Promise<unknown> {
  const groups = Chats.filter(
    ({ groupMetadata }) => groupMetadata?.participants.get(contact.id) !== undefined,
  );
  contact.commonGroups = { serialize: () => groups.map(({ id }) => ({ id })) };
  return contact.commonGroups;
}

/** `+49 15…`: the country code apart, as far as a table of lengths can tell. */
export function formattedPhoneNumber(id: unknown): string {
  const { user } = phoneNumberOf(createWid(id));
  const code = countryCode(user);
  return `+${code} ${user.slice(code.length).replace(/(\d{3})(?=\d{3})/g, '$1 ')}`;
}

const TWO_DIGIT_CODES = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The calling code of a number (ITU E.164): zones 1 and 7 have one digit, the listed ones two, all others three. */
export function countryCode(phone: string): string {
  if (/^[17]/.test(phone)) return phone.slice(0, 1);
  return phone.slice(0, TWO_DIGIT_CODES.test(phone) ? 2 : 3);
}
