import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import type { Mentions } from './contact-names.ts';
import type { Counts } from './erasure-store.ts';
import { type Element, readElements, scanKeys } from './read-keys.ts';
import { kindOfKey, sessionOfKey } from './whose-key.ts';

/**
 * What is still stored of somebody. Knows nothing of how things are erased: it goes through every key of the gateway, its name and all
 * that it holds.
 */

/** How many keys are read at a time. */
const AT_ONCE = 128;

/** Records of erasures say themselves whom they are about, until they are finished. */
const LEFT_OUT: ReadonlySet<string> = new Set([kindOfKey(keys.erasure(''))]);

/** Of these sessions, whatever names the contact, by kind of key. */
export async function searchContact(
  redis: Redis,
  sessionIds: ReadonlySet<string>,
  names: Mentions,
): Promise<Counts> {
  const namesSession = mentionsAny(sessionIds);
  return searchKeys(redis, (key) => {
    const session = sessionOfKey(key);
    if (session !== undefined) {
      if (!sessionIds.has(session)) return undefined;
      return names(key) ? true : (element) => element.texts.some(names);
    }
    // What belongs to several sessions counts where it names one of these beside the contact.
    return (element) => element.texts.some(names) && element.texts.some(namesSession);
  });
}

/** Whatever names one of the tenant's sessions, or the tenant. */
export async function searchTenant(
  redis: Redis,
  tenantId: string,
  sessionIds: ReadonlySet<string>,
): Promise<Counts> {
  const isMeant = mentionsAny(new Set([tenantId, ...sessionIds]));
  return searchKeys(redis, (key) => {
    if (key === keys.tenantSessions(tenantId) || sessionIds.has(sessionOfKey(key) ?? '')) return true;
    return (element) => element.texts.some(isMeant);
  });
}

/** Whether a text is one of these ids, begins with it before a slash, ends with it after a colon, or is JSON with such an id in it. */
function mentionsAny(ids: ReadonlySet<string>): (text: string) => boolean {
  const isJson = /\\?"(?:sessionId|tenantId|tenant|id)\\?":\\?"([\w-]{1,64})\\?"/g;
  return (text) => {
    if (ids.has(text) || ids.has(text.split('/', 1)[0] ?? '')) return true;
    if (ids.has(text.slice(text.lastIndexOf(':') + 1))) return true;
    if (/^"[\w-]+"$/.test(text)) return ids.has(text.slice(1, -1));
    return text.includes('"') && [...text.matchAll(isJson)].some(([, id]) => ids.has(id ?? ''));
  };
}

/** Of each key: undefined when it is of no interest, true when its name alone says it, else what judges all that it holds. */
type Judge = (key: string) => undefined | true | ((element: Element) => boolean);

async function searchKeys(redis: Redis, judge: Judge): Promise<Counts> {
  const found = new Map<string, number>();
  const count = (key: string) => found.set(kindOfKey(key), (found.get(kindOfKey(key)) ?? 0) + 1);
  const known = new Set<string>();
  async function look(key: string): Promise<void> {
    const judgement = LEFT_OUT.has(kindOfKey(key)) ? undefined : judge(key);
    if (judgement === undefined || !(judgement === true || (await holds(redis, key, judgement)))) return;
    // One that comes twice counts once.
    if (known.has(key)) return;
    known.add(key);
    count(key);
  }
  for await (const names of scanKeys(redis)) {
    for (let from = 0; from < names.length; from += AT_ONCE) {
      await Promise.all(names.slice(from, from + AT_ONCE).map(look));
    }
  }
  return Object.fromEntries(found);
}

async function holds(redis: Redis, key: string, isMeant: (element: Element) => boolean): Promise<boolean> {
  // A hash is judged as a whole: one field may name the session, and another one the contact.
  if ((await redis.type(key)) === 'hash') {
    const texts: string[] = [];
    for await (const elements of readElements(redis, key))
      texts.push(...elements.flatMap((each) => each.texts));
    return isMeant({ name: key, texts });
  }
  for await (const elements of readElements(redis, key)) if (elements.some(isMeant)) return true;
  return false;
}
