import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { eraseEvent } from './erased-event.ts';

/**
 * Erasing events from the log of a session. Their places stay, with their numbers and ids, so nobody who reads the log finds a gap.
 *
 * Redis changes no entry of a stream, so the log is written anew beside the old one and put in its place in one step, together
 * with what was recorded meanwhile.
 */

const READ_AT_ONCE = 500;
/** So many entries are copied within the last step; more are copied before it. */
const COPIED_LAST = 100;
/** A draft that nobody finishes. */
const DRAFT_MS = 3_600_000;

/**
 * Entries after the last that was copied are copied here, and those that left the log meanwhile leave the copy. Readers and writers
 * notice nothing: the last id is the same.
 */
const putInPlace = defineScript(`
  local log, draft, last = KEYS[1], KEYS[2], ARGV[1]
  local rest = redis.call('XRANGE', log, '(' .. last, '+', 'COUNT', ${COPIED_LAST + 1})
  if #rest > ${COPIED_LAST} then return 'more' end
  local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  if not first or redis.call('EXISTS', draft) == 0 then
    redis.call('UNLINK', draft)
    return 'gone'
  end
  for _, entry in ipairs(rest) do redis.call('XADD', draft, entry[1], unpack(entry[2])) end
  redis.call('XTRIM', draft, 'MINID', first[1])
  local ttl = redis.call('PTTL', log)
  redis.call('RENAME', draft, log)
  if ttl > 0 then redis.call('PEXPIRE', log, ttl) else redis.call('PERSIST', log) end
  return 'done'
`);

/**
 * Erases the events that `isMeant` says of, by their bytes.
 * @returns how many events that were
 */
export async function blankLog(
  redis: Redis,
  sessionId: string,
  isMeant: (json: string) => boolean,
): Promise<number> {
  const log = keys.events(sessionId);
  if (!(await someIn(redis, log, isMeant))) return 0;
  const draft = `${log}:draft`;
  await redis.unlink(draft);
  let blanked = 0;
  for (let last = '0-0'; ; ) {
    const entries = await redis.xrange(log, `(${last}`, '+', 'COUNT', READ_AT_ONCE);
    const copies = redis.pipeline();
    for (const [id, fields] of entries) {
      const [, json = '', ...more] = fields;
      const isErased = isMeant(json);
      if (isErased) blanked += 1;
      copies.xadd(draft, id, 'event', isErased ? eraseEvent(json) : json, ...more);
      last = id;
    }
    copies.pexpire(draft, DRAFT_MS);
    await copies.exec();
    if (entries.length === READ_AT_ONCE) continue;
    if ((await putInPlace.run(redis, [log, draft], [last])) !== 'more') return blanked;
  }
}

async function someIn(redis: Redis, log: string, isMeant: (json: string) => boolean): Promise<boolean> {
  for (let after = '-'; ; ) {
    const entries = await redis.xrange(log, after, '+', 'COUNT', READ_AT_ONCE);
    if (entries.some(([, fields]) => isMeant(fields[1] ?? ''))) return true;
    const last = entries.at(-1);
    if (last === undefined || entries.length < READ_AT_ONCE) return false;
    after = `(${last[0]}`;
  }
}
