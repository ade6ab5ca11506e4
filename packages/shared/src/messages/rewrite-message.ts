import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { seenMessageId } from './message-id.ts';
import { loadMessage, messageIdOf } from './message-store.ts';
import { parseSeen } from './seen-record.ts';

/** Only what is there still: a record may have run out meanwhile. */
const rewrite = defineScript(`
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
  return 1
`);

/** A message has another text now; whoever looks at its record sees that one. Does nothing when there is no record. */
export async function rewriteMessage(
  redis: Redis,
  sessionId: string,
  ref: { readonly id: string; readonly serialized: string },
  text: string,
): Promise<void> {
  const ours = await messageIdOf(redis, sessionId, ref.id);
  const record = ours === undefined ? undefined : await loadMessage(redis, sessionId, ours);
  if (record !== undefined) {
    const { content } = record;
    const changed = content.type === 'text' ? { ...content, text } : { ...content, caption: text };
    await rewrite.run(redis, [keys.message(sessionId, record.id)], ['content', JSON.stringify(changed)]);
    return;
  }
  const key = keys.message(sessionId, seenMessageId(sessionId, ref.serialized));
  const seen = parseSeen(await redis.hgetall(key));
  if (seen !== undefined) await rewrite.run(redis, [key], ['seen', JSON.stringify({ ...seen, text })]);
}
