import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import type { RedisProbe } from '@wagw/shared/health/probe-redis';
import { type ProcessHealth, processHealthSchema } from '@wagw/shared/health/process-watch';
import { REASONS, type ReasonCode } from '@wagw/shared/health/reasons';
import { factsOf } from '@wagw/shared/health/redis-facts';
import { type Census, readCensus, waitingMessages } from '@wagw/shared/observability/census';
import { keys } from '@wagw/shared/redis/keys';
import { countConnections } from '@wagw/shared/sessions/session-health';
import type { LiveWorker } from '@wagw/shared/sessions/workers';
import { VERSION } from '@wagw/shared/version';
import { readWhatWaits, type WhatWaits } from '@wagw/shared/webhooks/what-waits';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ReadinessLook } from './readiness.ts';
import { reasonSchema, statusSchema, viewReasons } from './reasons-view.ts';

const PARTS = ['ok', 'degraded', 'failing', 'unknown'] as const;
type PartStatus = (typeof PARTS)[number];

const part = <S extends z.ZodRawShape>(shape: S) => z.object({ status: z.enum(PARTS), ...shape });
const known = z.enum(['yes', 'no', 'unknown']);

export const detailedSchema = z
  .object({
    status: statusSchema,
    version: z.string(),
    reasons: z.array(reasonSchema),
    components: z.object({
      redis: part({
        version: z.string().nullable(),
        latencyMs: z.number().nullable().describe('Of one question, there and back.'),
        clockAheadMs: z.int().nullable().describe("How far this machine's clock is ahead of Redis's."),
        appendOnly: known,
        appendOnlyWritten: known,
        fsync: z.string().describe('`appendfsync`, or `unknown`.'),
        evictionPolicy: z.string().describe('`maxmemory-policy`, or `unknown`.'),
        usedBytes: z.int().nullable(),
        limitBytes: z.int().nullable().describe('Null without a limit, or when it is not known.'),
      }),
      workers: part({
        count: z.int().nullable(),
        capacity: z.int().nullable().describe('How many sessions they take together.'),
        sessions: z.int().nullable(),
        waitingSessions: z.int().nullable().describe('Sessions that wait for a worker with room.'),
      }),
      sessions: part({
        total: z.int().nullable(),
        active: z.int().nullable(),
        connected: z.int().nullable(),
        qrPending: z.int().nullable(),
        connecting: z.int().nullable(),
        disconnected: z.int().nullable(),
        failed: z.int().nullable(),
      }),
      queues: part({
        waiting: z.int().nullable().describe('Messages in the queues of all sessions.'),
        oldestWaitingSeconds: z.number().nullable(),
      }),
      webhooks: part({
        pending: z.int().nullable(),
        oldestPendingSeconds: z.number().nullable(),
        pausedEndpoints: z.int().nullable(),
      }),
      mediaStore: part({ detail: z.string().nullable() }),
      process: part(processHealthSchema.shape),
    }),
  })
  .meta({ id: 'DetailedHealth' });

export type DetailedHealth = z.infer<typeof detailedSchema>;
type Components = DetailedHealth['components'];
export type ComponentName = keyof Components;
export const COMPONENT_NAMES = Object.keys(detailedSchema.shape.components.shape) as [
  ComponentName,
  ...ComponentName[],
];

const STORE_MS = 2_000;
/** Any lane that may send would have sent something meanwhile, whatever its pace. */
const LONG_WAIT_MS = 300_000;
const SLOW_LOOP_MS = 500;

export interface DetailedParts {
  readonly redis: Redis;
  readonly blobs: BlobStore;
  readonly look: ReadinessLook;
  readonly process: ProcessHealth;
}

/** How each component is. What cannot be asked is `unknown`; it never rejects. */
export async function readDetailed({ redis, blobs, look, process }: DetailedParts): Promise<DetailedHealth> {
  const isAnswering = look.redis.isReachable;
  const [census, waits, waitingSessions, mediaStore] = await Promise.all([
    isAnswering ? readCensus(redis).catch(() => undefined) : undefined,
    isAnswering ? readWhatWaits(redis).catch(() => undefined) : undefined,
    isAnswering ? redis.zcard(keys.sessionsWaiting).catch(() => undefined) : undefined,
    storePart(blobs),
  ]);
  const components: Components = {
    redis: redisPart(look.redis, look.reasons),
    workers: workersPart(look.workers, waitingSessions),
    sessions: sessionsPart(census),
    queues: queuesPart(census),
    webhooks: webhooksPart(waits),
    mediaStore,
    process: { status: process.eventLoop.p99Ms < SLOW_LOOP_MS ? 'ok' : 'degraded', ...process },
  };
  const isWell = Object.values(components).every(({ status }) => status === 'ok');
  return {
    status: look.status === 'ok' && !isWell ? 'degraded' : look.status,
    version: VERSION,
    reasons: viewReasons([...look.reasons, ...reasonsOf(components)]),
    components,
  };
}

/** What is wrong beside the reasons that readiness has. */
function reasonsOf({ workers, sessions, queues, webhooks, mediaStore, process }: Components): ReasonCode[] {
  const found: Partial<Record<ReasonCode, boolean>> = {
    sessions_waiting: (workers.waitingSessions ?? 0) > 0,
    sessions_failed: sessions.status === 'degraded',
    messages_stuck: queues.status === 'degraded',
    webhooks_paused: webhooks.status === 'degraded',
    media_store_failing: mediaStore.status === 'failing',
    event_loop_slow: process.status === 'degraded',
  };
  return (Object.keys(found) as ReasonCode[]).filter((code) => found[code] === true);
}

const UNKNOWN = factsOf('');

function redisPart(probe: RedisProbe, reasons: readonly ReasonCode[]): Components['redis'] {
  const facts = probe.isReachable ? probe.facts : UNKNOWN;
  const word = (value: boolean | undefined) => (value === undefined ? 'unknown' : value ? 'yes' : 'no');
  return {
    status: worstOf(reasons.filter((code) => code.startsWith('redis_'))),
    version: facts.version ?? null,
    latencyMs: probe.isReachable ? Math.round(probe.latencyMs * 100) / 100 : null,
    clockAheadMs: probe.isReachable ? (probe.clockAheadMs ?? null) : null,
    appendOnly: word(facts.hasAof),
    appendOnlyWritten: word(facts.isAofWritten),
    fsync: facts.fsync ?? 'unknown',
    evictionPolicy: facts.evictionPolicy ?? 'unknown',
    usedBytes: facts.usedBytes ?? null,
    limitBytes: facts.maxBytes ?? null,
  };
}

function worstOf(reasons: readonly ReasonCode[]): PartStatus {
  if (reasons.length === 0) return 'ok';
  return reasons.some((code) => REASONS[code].severity === 'failing') ? 'failing' : 'degraded';
}

function workersPart(
  workers: readonly LiveWorker[] | undefined,
  waitingSessions: number | undefined,
): Components['workers'] {
  if (workers === undefined || waitingSessions === undefined) {
    return { status: 'unknown', count: null, capacity: null, sessions: null, waitingSessions: null };
  }
  return {
    status: workers.length > 0 && waitingSessions === 0 ? 'ok' : 'degraded',
    count: workers.length,
    capacity: workers.reduce((sum, { capacity, isDraining }) => sum + (isDraining ? 0 : capacity), 0),
    sessions: workers.reduce((sum, { sessions }) => sum + sessions, 0),
    waitingSessions,
  };
}

function sessionsPart(census: Census | undefined): Components['sessions'] {
  if (census === undefined) {
    const none = { total: null, active: null, connected: null, qrPending: null };
    return { status: 'unknown', ...none, connecting: null, disconnected: null, failed: null };
  }
  const { failed } = census.states;
  return { status: failed === 0 ? 'ok' : 'degraded', ...countConnections(census.states), failed };
}

/** Only what a connected session leaves lying is a fault. */
function queuesPart(census: Census | undefined): Components['queues'] {
  if (census === undefined) return { status: 'unknown', waiting: null, oldestWaitingSeconds: null };
  const since = Date.now() - LONG_WAIT_MS;
  const isStuck = census.waiting.some(
    ({ queue, session, oldestAt }) =>
      queue === 'messages' && session === 'ready' && oldestAt !== null && oldestAt < since,
  );
  return { status: isStuck ? 'degraded' : 'ok', ...waitingMessages(census.waiting) };
}

function webhooksPart(waits: WhatWaits | undefined): Components['webhooks'] {
  if (waits === undefined) {
    return { status: 'unknown', pending: null, oldestPendingSeconds: null, pausedEndpoints: null };
  }
  return {
    status: waits.paused === 0 ? 'ok' : 'degraded',
    pending: waits.pending,
    oldestPendingSeconds: waits.oldestMs / 1_000,
    pausedEndpoints: waits.paused,
  };
}

/** Asked for something that is not there: that finds out whether the store answers, and changes nothing. */
async function storePart(blobs: BlobStore): Promise<Components['mediaStore']> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${STORE_MS} ms`)), STORE_MS);
  });
  try {
    await Promise.race([blobs.list('health-check'), late]);
    return { status: 'ok', detail: null };
  } catch (error) {
    return { status: 'failing', detail: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}
