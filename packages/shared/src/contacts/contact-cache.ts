import type { Redis } from 'ioredis';
import type { z } from 'zod';
import type { contactSchema } from '../commands/catalogue.ts';
import type { Fence } from '../events/event-log.ts';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';

/** The contacts of a session as the last sync found them: the worker fills them in, the API pages through them. */

export type Contact = z.infer<typeof contactSchema>;

/** One script call for so many, so that none takes long. */
const AT_ONCE = 500;
const IS_OWNER = `
  local session = redis.call('HMGET', KEYS[1], 'owner', 'epoch')
  if session[1] ~= ARGV[1] or session[2] ~= ARGV[2] then return 'fenced' end
`;

const add = defineScript(`${IS_OWNER}
  for i = 3, #ARGV, 2 do
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
    redis.call('ZADD', KEYS[3], 0, ARGV[i])
  end
`);

const complete = defineScript(`${IS_OWNER}
  redis.call('DEL', KEYS[2], KEYS[3])
  if redis.call('EXISTS', KEYS[4]) == 1 then
    redis.call('RENAME', KEYS[4], KEYS[2])
    redis.call('RENAME', KEYS[5], KEYS[3])
  end
  redis.call('SET', KEYS[6], ARGV[3])
`);

/**
 * Puts these contacts in place of all that were there, at once; readers see the old ones until then.
 * Returns false when the session belongs to someone else.
 * @param progress told after each part how many are stored
 */
export async function replaceContacts(
  redis: Redis,
  fence: Fence,
  contacts: readonly Contact[],
  now: number,
  progress: (done: number) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const { sessionId, owner, epoch } = fence;
  const session = keys.session(sessionId);
  const [draft, draftIds] = [`${keys.contacts(sessionId)}:draft`, `${keys.contactIds(sessionId)}:draft`];
  await redis.del(draft, draftIds);
  for (let first = 0; first < contacts.length; first += AT_ONCE) {
    const some = contacts.slice(first, first + AT_ONCE);
    const entries = some.flatMap((contact) => [contact.id, JSON.stringify(contact)]);
    if ((await add.run(redis, [session, draft, draftIds], [owner, epoch, ...entries])) === 'fenced') {
      return false;
    }
    await progress(first + some.length);
  }
  const reply = await complete.run(
    redis,
    [
      session,
      keys.contacts(sessionId),
      keys.contactIds(sessionId),
      draft,
      draftIds,
      keys.contactsSyncedAt(sessionId),
    ],
    [owner, epoch, now],
  );
  return reply !== 'fenced';
}

/** When the contacts were last filled in, in unix milliseconds; undefined when they never were. */
export async function contactsSyncedAt(redis: Redis, sessionId: string): Promise<number | undefined> {
  const at = await redis.get(keys.contactsSyncedAt(sessionId));
  return at === null ? undefined : Number(at);
}

/** The contacts after `after` in order of their ids, at most `count`. */
export async function listContacts(
  redis: Redis,
  sessionId: string,
  after: string,
  count: number,
): Promise<Contact[]> {
  const from = after === '' ? '-' : `(${after}`;
  const ids = await redis.zrangebylex(keys.contactIds(sessionId), from, '+', 'LIMIT', 0, count);
  if (ids.length === 0) return [];
  const texts = await redis.hmget(keys.contacts(sessionId), ...ids);
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Contact]));
}

export async function loadContact(redis: Redis, sessionId: string, id: string): Promise<Contact | undefined> {
  const text = await redis.hget(keys.contacts(sessionId), id);
  return text === null ? undefined : (JSON.parse(text) as Contact);
}
