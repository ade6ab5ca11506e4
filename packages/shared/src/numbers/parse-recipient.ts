import { type CountryCode, readPhone } from './read-phone.ts';
import { variantsOf } from './variants.ts';

/** Turns whatever a caller writes as recipient into WhatsApp's id of a chat, or into a sentence that says what is wrong. */

export type Recipient =
  | {
      readonly kind: 'phone';
      /** E.164 without the plus. */
      readonly phone: string;
      /** As it was given, if it was given as an id; else the form of the number that WhatsApp most likely knows. */
      readonly chatId: string;
    }
  | { readonly kind: 'lid'; readonly chatId: string }
  | { readonly kind: 'group'; readonly chatId: string };

export interface NoRecipient {
  readonly kind: 'none';
  /** An entry of the error table. */
  readonly code: 'invalid_recipient' | 'country_code_needed';
  /** What is wrong with this text, in one sentence. */
  readonly detail: string;
}

export interface ParseOptions {
  /** Whose national numbers are understood; without it every number needs its country code. */
  readonly defaultCountry?: CountryCode | undefined;
}

/** Marks of writing direction and of no width, which come along when a number is copied from a phone. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const PHONE_PUNCTUATION = /[\s().\-/\u2010-\u2015\u2212]/g;
const LINK = /^([a-z]+:\/\/|(www\.)?(wa\.me|(api|web|chat)\.whatsapp\.com)\/)/i;
/** A person's id may name one of its devices after a colon; messages go to all of them. */
const PERSON_ID = /^(\d{5,20})(?::\d{1,4})?@(c\.us|s\.whatsapp\.net|lid)$/;
const GROUP_ID = /^[\d-]{5,40}@g\.us$/;

/** Never throws. */
export function parseRecipient(text: string, { defaultCountry }: ParseOptions = {}): Recipient | NoRecipient {
  const plain = plainText(text);
  if (LINK.test(plain)) return fromLink(plain);
  if (plain.includes('@')) return fromId(plain);
  return fromPhone(plain.replace(/^(whatsapp|tel):/i, ''), defaultCountry);
}

/** In the letters and digits of ASCII, as far as there are such. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .trim();
}

function fromId(id: string): Recipient | NoRecipient {
  const [, user = '', server = ''] = PERSON_ID.exec(id) ?? [];
  if (server === 'lid') return { kind: 'lid', chatId: `${user}@lid` };
  if (server !== '') return { kind: 'phone', phone: user, chatId: `${user}@c.us` };
  if (GROUP_ID.test(id)) return { kind: 'group', chatId: id };
  if (/@(newsletter|broadcast)$/.test(id))
    return invalid('channels, broadcast lists and the status take no messages');
  return invalid('it looks like an id, but none of a person (…@c.us, …@lid) or a group (…@g.us)');
}

function fromLink(text: string): Recipient | NoRecipient {
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return invalid('the link is broken');
  const { protocol, hostname, pathname, searchParams } = new URL(address);
  const host = hostname.replace(/^www\./, '');
  if (host === 'chat.whatsapp.com')
    return invalid('an invitation is not a group: join it and use its id (…@g.us)');
  const isLink = protocol === 'https:' || protocol === 'http:';
  const number = isLink && host === 'wa.me' ? pathname.slice(1) : searchParams.get('phone');
  const isWhatsApp = protocol === 'whatsapp:' || (isLink && /^(wa\.me|(api|web)\.whatsapp\.com)$/.test(host));
  if (!isWhatsApp || !number) return invalid('the link does not name a phone number');
  return fromPhone(`+${number.trim().replace(/^(\+|%2b)/i, '')}`, undefined);
}

function fromPhone(text: string, defaultCountry: CountryCode | undefined): Recipient | NoRecipient {
  const digits = text.replace(PHONE_PUNCTUATION, '');
  if (!/^\+?\d+$/.test(digits)) return invalid('it is neither a phone number nor an id of WhatsApp');
  const reading = readPhone(digits, defaultCountry);
  switch (reading.read) {
    case 'phone':
      return {
        kind: 'phone',
        phone: reading.phone,
        chatId: `${variantsOf(reading.phone)[0]}@c.us`,
      };
    case 'impossible':
      return invalid('no number of that country has this length, or there is no such country code');
    case 'country_code_needed':
      return {
        kind: 'none',
        code: 'country_code_needed',
        detail:
          defaultCountry === undefined
            ? 'with its first digits as country code it is no valid number'
            : `it is no valid number, neither in ${defaultCountry} nor with its first digits as country code`,
      };
  }
}

const invalid = (detail: string): NoRecipient => ({ kind: 'none', code: 'invalid_recipient', detail });
