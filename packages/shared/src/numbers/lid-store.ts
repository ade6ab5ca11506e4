import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { type LidMap, personIn } from './chat-names.ts';

/** Which LID and which phone number are one person, as each session has learned it. */

export interface LidAndPhone {
  /** With or without `@lid`. */
  readonly lid: string;
  /** Digits, with or without `@c.us`. */
  readonly phone: string;
}

/**
 * The key of a chat never changes, so it is written down as soon as it would no longer follow from the phone number: when a
 * person gets another number, and when somebody else has got the old one.
 * Links of a number that was given up stay until somebody else has it.
 */
const learn = defineScript(`
  local phoneOfLid, lidOfPhone, chatKeyOfLid = KEYS[1], KEYS[2], KEYS[3]
  local learned = 0
  for i = 1, #ARGV, 2 do
    local lid, phone = ARGV[i], ARGV[i + 1]
    local oldPhone = redis.call('HGET', phoneOfLid, lid)
    local oldLid = redis.call('HGET', lidOfPhone, phone)
    if oldPhone ~= phone or oldLid ~= lid then
      if oldPhone and oldPhone ~= phone then redis.call('HSETNX', chatKeyOfLid, lid, oldPhone .. '@c.us') end
      if oldLid and oldLid ~= lid then
        redis.call('HSETNX', chatKeyOfLid, oldLid, phone .. '@c.us')
        redis.call('HSETNX', chatKeyOfLid, lid, lid .. '@lid')
        if redis.call('HGET', phoneOfLid, oldLid) == phone then redis.call('HDEL', phoneOfLid, oldLid) end
      end
      redis.call('HSET', phoneOfLid, lid, phone)
      redis.call('HSET', lidOfPhone, phone, lid)
      learned = learned + 1
    end
  end
  return learned
`);

/** Three columns for each id: its LID, its phone number, the key that was written down. A LID that nobody knows is its own key from now on. */
const read = defineScript(`
  local phoneOfLid, lidOfPhone, chatKeyOfLid = KEYS[1], KEYS[2], KEYS[3]
  local rows = {}
  for i = 1, #ARGV, 2 do
    local kind, id = ARGV[i], ARGV[i + 1]
    local lid, phone = id, id
    if kind == 'phone' then
      lid = redis.call('HGET', lidOfPhone, phone)
    else
      phone = redis.call('HGET', phoneOfLid, lid)
      if not phone and kind == 'named' then redis.call('HSETNX', chatKeyOfLid, lid, lid .. '@lid') end
    end
    local key = lid and redis.call('HGET', chatKeyOfLid, lid)
    table.insert(rows, lid or '')
    table.insert(rows, phone or '')
    table.insert(rows, key or '')
  end
  return rows
`);

const MAX_PAIRS = 1_000;

const hashes = (sessionId: string) => [
  keys.phoneOfLid(sessionId),
  keys.lidOfPhone(sessionId),
  keys.chatKeyOfLid(sessionId),
];

/** Notes that they are one person. What is known already costs one look. Returns how many were news. */
export async function learnLids(
  redis: Redis,
  sessionId: string,
  pairs: readonly LidAndPhone[],
): Promise<number> {
  const plain = pairs
    .map(({ lid, phone }) => [bare(lid), bare(phone)])
    .filter((pair) => pair.every(isNumber));
  let learned = 0;
  for (let start = 0; start < plain.length; start += MAX_PAIRS) {
    const part = plain.slice(start, start + MAX_PAIRS).flat();
    learned += Number(await learn.run(redis, hashes(sessionId), part));
  }
  return learned;
}

/**
 * What is known of these people and chats.
 * @param isPublished whether keys that follow from this are told to customers: a LID whose number is not known stays its own
 * key then, also when the number is learned later
 */
export async function readLids(
  redis: Redis,
  sessionId: string,
  ids: readonly string[],
  isPublished = false,
): Promise<LidMap> {
  const people = ids.map(personIn).filter((person) => person !== undefined);
  const args = people.flatMap((person) =>
    'phone' in person ? ['phone', person.phone] : [isPublished ? 'named' : 'lid', person.lid],
  );
  const reply = args.length === 0 ? [] : await read.run(redis, hashes(sessionId), args);
  const cells = (Array.isArray(reply) ? reply : []).map(String);
  const map = { phoneOfLid: new Map(), lidOfPhone: new Map(), chatKeyOfLid: new Map() };
  for (const [index, person] of people.entries()) {
    const [lid, phone, key] = cells.slice(index * 3, index * 3 + 3);
    if ('phone' in person && lid) map.lidOfPhone.set(person.phone, lid);
    if ('lid' in person && phone) map.phoneOfLid.set(person.lid, phone);
    if (lid && key) map.chatKeyOfLid.set(lid, key);
  }
  return map;
}

const bare = (id: string): string => id.replace(/(:\d+)?@.*$/, '');
const isNumber = (digits: string | undefined): boolean => /^\d+$/.test(digits ?? '');
