import type { Redis } from 'ioredis';
import { type NoRecipient, type ParseOptions, parseRecipient } from './parse-recipient.ts';
import { type Registration, resolveRecipients } from './registrations.ts';

/** Where a message to somebody goes, or why it goes nowhere. */
export type Address =
  | {
      readonly chatId: string;
      /** E.164 without the plus, where the recipient is a phone number. */
      readonly phone: string | undefined;
      /** A number of which nobody knows whether it has an account: `numbers.check` tells. */
      readonly isUnchecked: boolean;
    }
  | { readonly chatId: undefined; readonly code: NoAddressCode; readonly detail: string };

/** Entries of the error table. */
export type NoAddressCode = NoRecipient['code'] | 'unknown_recipient';

export interface AddressOptions extends ParseOptions {
  /** Whether a number that WhatsApp is known not to know is refused. */
  readonly isChecked: boolean;
}

/**
 * Addresses each recipient, in their order, by what is known without asking WhatsApp.
 * @param texts as callers write them
 */
export async function addressRecipients(
  redis: Redis,
  sessionId: string,
  texts: readonly string[],
  { isChecked, ...options }: AddressOptions,
): Promise<Address[]> {
  const recipients = texts.map((text) => parseRecipient(text, options));
  const phones = recipients.flatMap((recipient) => (recipient.kind === 'phone' ? [recipient.phone] : []));
  const registrations = (await resolveRecipients(redis, sessionId, phones)).values();
  return recipients.map((recipient): Address => {
    if (recipient.kind === 'none')
      return { chatId: undefined, code: recipient.code, detail: recipient.detail };
    if (recipient.kind !== 'phone') return { chatId: recipient.chatId, phone: undefined, isUnchecked: false };
    const { chatId, phone } = recipient;
    return byRegistration({ chatId, phone }, registrations.next().value, isChecked);
  });
}

function byRegistration(
  guess: { chatId: string; phone: string },
  registration: Registration | undefined,
  isChecked: boolean,
): Address {
  if (registration?.known === 'registered')
    return { ...guess, chatId: registration.chatId, isUnchecked: false };
  if (registration?.known === 'unregistered' && isChecked) {
    return {
      chatId: undefined,
      code: 'unknown_recipient',
      detail: 'WhatsApp knows no account with this number',
    };
  }
  return { ...guess, isUnchecked: registration?.known !== 'unregistered' };
}
