import type { EventBody } from '@wagw/shared/events/catalogue';
import { type Append, appendEvent } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';

let count = 0;

/** A session that `w1` owns under the epoch 1, so that events can be appended to its log. */
export async function ownedSession(redis: Redis, id: string, tenantId = 'acme'): Promise<string> {
  await redis.hset(keys.session(id), {
    id,
    tenantId,
    owner: 'w1',
    epoch: '1',
    code: 'ready',
    desired: 'running',
    stateSince: '1',
    createdAt: '1',
    metadata: '{}',
  });
  return id;
}

/** Appends one event as a worker does, and notes that it was handed out. @returns its number */
export async function append(
  redis: Redis,
  sessionId: string,
  changes: Partial<Append> & { state?: string } = {},
): Promise<number> {
  count += 1;
  const { state = `STATE ${count}`, ...others } = changes;
  const body: EventBody = { event: 'change_state', data: { state } };
  const id = `evt_${count}`;
  const appended = await appendEvent(redis, {
    fence: { sessionId, owner: 'w1', epoch: 1 },
    tenantId: 'acme',
    body,
    // A repetition after a broken connection is recorded once.
    once: id,
    now: Date.now(),
    length: 10_000,
    id,
    ...others,
  });
  if (typeof appended !== 'object' && appended !== 'seen') throw new Error(`not recorded: ${appended}`);
  if (appended === 'seen') return 0;
  await redis.hset(keys.eventsHead(sessionId), 'fannedOut', String(appended.seq));
  return appended.seq;
}

/** An event of another kind. */
export const battery: EventBody = { event: 'change_battery', data: { battery: 80, plugged: true } };
