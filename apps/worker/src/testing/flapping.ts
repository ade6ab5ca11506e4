import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@wagw/local-machine/until';
import { appendEvent, newEventId, parseEnvelope, readEvents, unfenced } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import { createSession } from '@wagw/shared/sessions/session-store';
import { changeEndpoint, createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';
import type { FaultyReceiver } from './faulty-receiver.ts';

/** Many events on their way to a receiver that fails in all ways: to one endpoint side by side, to another in order. */

const ENDPOINTS = ['parallel', 'ordered'] as const;
export const FLAPPING_SECRET = 'the secret of a customer with a bad server';
/** What is to wait for longer waits no longer, or a time-out would hold a run up for a minute. */
const LONGEST_WAIT_MS = 2_000;
const LOOK_EVERY_MS = 200;
/** Of so many looks, the endpoints are where TLS proves nothing during one. */
const TLS_EVERY = 15;
const LOG_LENGTH = 1_000_000;
const PAGE = 1_000;

export interface Flapping {
  readonly events: number;
  readonly sessions: number;
  /** How fast events are recorded. */
  readonly perSecond: number;
  readonly patienceMs: number;
}

/** What a run is judged by. Everything but the counts of requests should be 0. */
export interface FlappingVerdict {
  /** Events for both endpoints. */
  readonly deliveries: number;
  readonly requests: number;
  readonly repeated: number;
  /** Never answered with 2xx. */
  readonly lost: number;
  /** Given up although there were attempts left to make. */
  readonly dead: number;
  /** Requests with other bytes than the log's under this id, or not signed. */
  readonly altered: number;
  /** Events that an ordered endpoint took after a later one of their session. */
  readonly outOfOrder: number;
  /** Requests to where a redirect led. */
  readonly redirected: number;
}

/** Records events, waits until nothing is to be delivered any more, and judges. Somebody else delivers meanwhile. */
export async function runFlapping(
  redis: Redis,
  receiver: FaultyReceiver,
  { events, sessions, perSecond, patienceMs }: Flapping,
): Promise<FlappingVerdict> {
  const names = Array.from({ length: sessions }, (_, index) => `shop-${index}`);
  for (const id of names) {
    await createSession(redis, { id, tenantId: 'acme', start: true, metadata: {} }, Date.now());
  }
  for (const id of ENDPOINTS) {
    const wanted = { url: `${receiver.url}/${id}`, ordered: id === 'ordered', secret: FLAPPING_SECRET };
    await createEndpoint(redis, id, wanted, Date.now());
  }
  const over = new AbortController();
  const hurrying = hurry(redis, receiver, over.signal);
  try {
    await record(redis, names, events, perSecond);
    await until('everything to be delivered', patienceMs, async () => {
      const waiting = await Promise.all(ENDPOINTS.map((id) => redis.zcard(keys.webhookPending(id))));
      if ((await redis.scard(keys.fanOut)) === 0 && waiting.every((count) => count === 0)) return true;
      throw new Error(`${waiting.join(' and ')} wait`);
    });
  } finally {
    over.abort();
    await hurrying;
  }
  return await judge(redis, receiver, names);
}

async function record(redis: Redis, names: readonly string[], count: number, perSecond: number) {
  const startedAt = performance.now();
  for (let recorded = 0; recorded < count; recorded += 1) {
    const session = names[recorded % names.length] ?? '';
    await appendEvent(redis, {
      id: newEventId(),
      fence: unfenced(session),
      tenantId: 'acme',
      body: { event: 'change_state', data: { state: `Olá 😀 ${recorded}` } },
      now: Date.now(),
      length: LOG_LENGTH,
    });
    const early = (recorded / perSecond) * 1_000 - (performance.now() - startedAt);
    if (early > LOOK_EVERY_MS) await sleep(early);
  }
}

const bringForward = defineScript(`
  local endpoint, now, late = ARGV[1], ARGV[2], ARGV[3]
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. late, '+inf')) do
    redis.call('ZADD', KEYS[1], now, member)
  end
  if tonumber(redis.call('HGET', KEYS[2], 'pausedUntil') or '0') > tonumber(late) then
    redis.call('HSET', KEYS[2], 'pausedUntil', now)
  end
  if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('ZADD', KEYS[3], 'LT', now, endpoint) end
`);

/** Makes time pass, and moves the endpoints to where nothing can be proven and back. */
async function hurry(redis: Redis, receiver: FaultyReceiver, signal: AbortSignal): Promise<void> {
  for (let look = 1; !signal.aborted; look += 1) {
    for (const id of ENDPOINTS) {
      const now = Date.now();
      const places = [keys.webhookDue(id), keys.webhookHealth(id), keys.webhooksDue];
      await bringForward.run(redis, places, [id, now, now + LONGEST_WAIT_MS]);
      const isBad = look % TLS_EVERY === 0;
      if (isBad || look % TLS_EVERY === 1) {
        const url = `${isBad ? receiver.badTlsUrl : receiver.url}/${id}`;
        await changeEndpoint(redis, id, { url }, now);
      }
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function judge(redis: Redis, receiver: FaultyReceiver, names: readonly string[]) {
  const log = (await Promise.all(names.map((name) => readLog(redis, name)))).flat();
  const known = new Map(log.map((event) => [event.id, event]));
  const dead = await Promise.all(ENDPOINTS.map((id) => redis.zcard(keys.webhookDead(id))));
  const requests = receiver.requests.filter(({ path }) => ENDPOINTS.some((id) => path === `/${id}`));
  const verdict = {
    deliveries: 0,
    requests: requests.length,
    repeated: 0,
    lost: 0,
    dead: dead.reduce((sum, count) => sum + count, 0),
    altered: requests.filter(({ id, digest, isSigned }) => !isSigned || known.get(id)?.digest !== digest)
      .length,
    outOfOrder: 0,
    redirected: receiver.requests.length - requests.length,
  };
  for (const endpoint of ENDPOINTS) {
    const toIt = requests.filter(({ path }) => path === `/${endpoint}`);
    const accepted = toIt.filter(({ isAccepted }) => isAccepted);
    const wanted = log.filter(({ about }) => about !== endpoint);
    const got = new Set(accepted.map(({ id }) => id));
    verdict.deliveries += wanted.length;
    verdict.lost += wanted.filter(({ id }) => !got.has(id)).length;
    verdict.repeated += toIt.length - new Set(toIt.map(({ id }) => id)).size;
    if (endpoint === 'ordered') verdict.outOfOrder += countOutOfOrder(accepted);
  }
  return verdict;
}

/** Repetitions of what was taken before do not count: what counts is when an event was taken first. */
function countOutOfOrder(accepted: FaultyReceiver['requests']): number {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  let count = 0;
  for (const { id, sessionId, seq } of accepted) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (seq < (last.get(sessionId) ?? 0)) count += 1;
    last.set(sessionId, Math.max(seq, last.get(sessionId) ?? 0));
  }
  return count;
}

/** @returns of each event its id, a digest of its bytes, and the endpoint that it tells of, if it does */
async function readLog(redis: Redis, session: string) {
  const found: { id: string; digest: string; about: unknown }[] = [];
  for (let after = 0; ; ) {
    const page = await readEvents(redis, session, after, PAGE);
    for (const { json } of page) {
      const { id, data } = parseEnvelope(json);
      found.push({ id, digest: createHash('sha256').update(json).digest('base64'), about: data.webhookId });
    }
    if (page.length < PAGE) return found;
    after = page.at(-1)?.seq ?? after;
  }
}
