/** Turns what a caller writes as recipient into a WhatsApp chat id. */

const WHATSAPP_ID = /^(\d{5,20}@(c\.us|lid)|[\d-]{5,40}@g\.us)$/;
const PHONE_PUNCTUATION = /[\s().+/-]/g;
/** E.164: at most 15 digits, country code included. */
const PHONE = /^\d{7,15}$/;

/** Returns the chat id, or undefined when the text is neither a phone number nor a WhatsApp id. */
export function parseRecipient(to: string): string | undefined {
  const text = to.trim();
  if (WHATSAPP_ID.test(text)) return text;
  const [, user] = /^(\d{5,20})@s\.whatsapp\.net$/.exec(text) ?? [];
  const digits = (user ?? text).replace(PHONE_PUNCTUATION, '');
  return PHONE.test(digits) ? `${digits}@c.us` : undefined;
}
