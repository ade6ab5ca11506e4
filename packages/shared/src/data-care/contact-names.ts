import type { Redis } from 'ioredis';
import { personIn } from '../numbers/chat-names.ts';
import { readLids } from '../numbers/lid-store.ts';
import { variantsOf } from '../numbers/variants.ts';

/** Under which names somebody stands in what is stored. */

/** Digits only. */
export interface ContactNames {
  /** All forms of the phone numbers. */
  readonly phones: readonly string[];
  /** LIDs, and the part of a group's id before the `@`. */
  readonly ids: readonly string[];
}

/**
 * Everything that these sessions know of who is behind an id.
 * @param id of a person or a group, like `5511987654321@c.us`
 */
export async function namesOfContact(
  redis: Redis,
  sessionIds: readonly string[],
  id: string,
): Promise<ContactNames> {
  const person = personIn(id);
  if (person === undefined) return { phones: [], ids: [id.replace(/@.*$/, '')] };
  const phones = new Set('phone' in person ? variantsOf(person.phone) : []);
  const lids = new Set('lid' in person ? [person.lid] : []);
  for (const sessionId of sessionIds) {
    const asked = [...[...phones].map((phone) => `${phone}@c.us`), ...[...lids].map((lid) => `${lid}@lid`)];
    const known = await readLids(redis, sessionId, asked);
    for (const phone of known.phoneOfLid.values()) for (const form of variantsOf(phone)) phones.add(form);
    for (const lid of known.lidOfPhone.values()) lids.add(lid);
  }
  return { phones: [...phones], ids: [...lids] };
}

/** Whether a text names somebody. */
export type Mentions = (text: string) => boolean;

/** What people put between the digits of a phone number. */
const BETWEEN = '[\\s().+\\-]{0,3}';

/**
 * Finds the names as whole numbers, phone numbers also as people write them: `+55 (11) 98765-4321`. An old id of a group begins
 * with the number of who made it; that alone does not make the group's messages this person's.
 */
export function mentions({ phones, ids }: ContactNames): Mentions {
  const forms = [...phones.map((phone) => [...phone].join(BETWEEN)), ...ids.map(escaped)];
  if (forms.length === 0) return () => false;
  const pattern = new RegExp(`(?<!\\d)(?:${forms.join('|')})(?!\\d|-\\d+@g\\.us)`);
  return (text) => pattern.test(text);
}

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');
