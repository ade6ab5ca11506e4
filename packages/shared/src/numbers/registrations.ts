import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { variantsOf } from './variants.ts';

/** What is known of the accounts behind phone numbers, kept per session for a while. */

export type Registration =
  | {
      readonly known: 'registered';
      /** WhatsApp's own id of the account, which may be another form of the number. */
      readonly chatId: string;
    }
  | { readonly known: 'unregistered' }
  /** Nobody has asked lately. */
  | { readonly known: 'nothing' };

/** How long an answer is kept, in milliseconds. */
export interface RegistrationTtl {
  readonly registeredMs: number;
  readonly unregisteredMs: number;
}

/** What stands for a number without an account. */
const NONE = '';

/** All forms of a number share one entry. */
const entryOf = (sessionId: string, phone: string) => keys.number(sessionId, variantsOf(phone)[0]);

/**
 * What is known of this number without asking WhatsApp.
 * @param phone digits, country code first, in any of its forms
 */
export async function resolveRecipient(
  redis: Redis,
  sessionId: string,
  phone: string,
): Promise<Registration> {
  return registrationOf(await redis.get(entryOf(sessionId, phone)));
}

/** The same for many, in their order and in one round trip. */
export async function resolveRecipients(
  redis: Redis,
  sessionId: string,
  phones: readonly string[],
): Promise<Registration[]> {
  if (phones.length === 0) return [];
  return (await redis.mget(phones.map((phone) => entryOf(sessionId, phone)))).map(registrationOf);
}

function registrationOf(entry: string | null): Registration {
  if (entry === null) return { known: 'nothing' };
  return entry === NONE ? { known: 'unregistered' } : { known: 'registered', chatId: entry };
}

/** @param chatId undefined when WhatsApp knows no account with this number */
export async function noteRegistration(
  redis: Redis,
  sessionId: string,
  phone: string,
  chatId: string | undefined,
  ttl: RegistrationTtl,
): Promise<void> {
  const ms = chatId === undefined ? ttl.unregisteredMs : ttl.registeredMs;
  if (ms > 0) await redis.set(entryOf(sessionId, phone), chatId ?? NONE, 'PX', ms);
}

/** What was known is not true any more, and nobody knows what is. */
export async function forgetRegistration(redis: Redis, sessionId: string, phone: string): Promise<void> {
  await redis.del(entryOf(sessionId, phone));
}
