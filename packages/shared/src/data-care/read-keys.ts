import type { Redis } from 'ioredis';
import { ALL_KEYS } from './whose-key.ts';

/** Reading all that Redis holds, in steps that are short for Redis and small for the reader. */

const SCANNED_AT_ONCE = 1_000;
const READ_AT_ONCE = 500;

/** The names of all keys of the gateway, in parts; a key that is there all the time comes at least once. */
export async function* scanKeys(redis: Redis, pattern: string = ALL_KEYS): AsyncGenerator<string[]> {
  for (let cursor = '0'; ; ) {
    const [next, names] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCANNED_AT_ONCE);
    if (names.length > 0) yield names;
    if (next === '0') return;
    cursor = next;
  }
}

/** One thing that a key holds: a string, a field with its value, a member, an entry. */
export interface Element {
  /** Of a hash: the field. Of a stream: the id of the entry. Otherwise the member itself. */
  readonly name: string;
  /** What stands there, as texts. */
  readonly texts: readonly string[];
}

/** Everything that a key holds, whatever its type; nothing when it is gone. */
export async function* readElements(redis: Redis, key: string): AsyncGenerator<Element[]> {
  const type = await redis.type(key);
  switch (type) {
    case 'string': {
      const text = await redis.get(key);
      if (text !== null) yield [{ name: text, texts: [text] }];
      return;
    }
    case 'hash':
      return yield* scanned((cursor) => redis.hscan(key, cursor, 'COUNT', READ_AT_ONCE), true);
    case 'zset':
      return yield* scanned((cursor) => redis.zscan(key, cursor, 'COUNT', READ_AT_ONCE), true);
    case 'set':
      return yield* scanned((cursor) => redis.sscan(key, cursor, 'COUNT', READ_AT_ONCE), false);
    case 'list':
      return yield* listed(redis, key);
    case 'stream':
      return yield* streamed(redis, key);
    default:
      return;
  }
}

async function* scanned(
  next: (cursor: string) => Promise<[string, string[]]>,
  isPaired: boolean,
): AsyncGenerator<Element[]> {
  for (let cursor = '0'; ; ) {
    const [following, flat] = await next(cursor);
    const step = isPaired ? 2 : 1;
    const found: Element[] = [];
    for (let at = 0; at < flat.length; at += step) {
      found.push({ name: flat[at] ?? '', texts: flat.slice(at, at + step) });
    }
    if (found.length > 0) yield found;
    if (following === '0') return;
    cursor = following;
  }
}

async function* listed(redis: Redis, key: string): AsyncGenerator<Element[]> {
  for (let from = 0; ; from += READ_AT_ONCE) {
    const texts = await redis.lrange(key, from, from + READ_AT_ONCE - 1);
    if (texts.length > 0) yield texts.map((text) => ({ name: text, texts: [text] }));
    if (texts.length < READ_AT_ONCE) return;
  }
}

async function* streamed(redis: Redis, key: string): AsyncGenerator<Element[]> {
  for (let after = '-'; ; ) {
    const entries = await redis.xrange(key, after, '+', 'COUNT', READ_AT_ONCE);
    if (entries.length > 0) yield entries.map(([name, texts]) => ({ name, texts }));
    const last = entries.at(-1);
    if (last === undefined || entries.length < READ_AT_ONCE) return;
    after = `(${last[0]}`;
  }
}
