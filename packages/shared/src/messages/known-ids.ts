import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';

/**
 * Our ids of the messages that are known here, sent or only seen, by WhatsApp's bare ids.
 * Those that are not known are left out.
 */
export async function knownMessageIds(
  redis: Redis,
  sessionId: string,
  whatsappIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (whatsappIds.length === 0) return new Map();
  const found = await redis.mget(
    whatsappIds.flatMap((id) => [keys.whatsappId(sessionId, id), keys.seenWhatsappId(sessionId, id)]),
  );
  return new Map(
    whatsappIds.flatMap((id, at) => {
      const known = found[2 * at] ?? found[2 * at + 1];
      return known ? [[id, known] as const] : [];
    }),
  );
}
