import type { Redis } from 'ioredis';
import { z } from 'zod';
import { readLastEvent } from '../events/event-log.ts';
import { readWorkerReports, type WorkerReport } from '../health/worker-reports.ts';
import { keys } from '../redis/keys.ts';
import { countSessions } from './count-sessions.ts';
import { sessionSchema } from './session-schema.ts';
import { connectionWord, SESSION_STATES, STATE_CODE_NAMES } from './session-state.ts';
import { listSessionIds, loadSessions, type SessionRecord, viewSession } from './session-store.ts';
import { type LiveWorker, listWorkers } from './workers.ts';

/** What an operator wants to know of sessions and of the workers that run them. */

export const sessionHealthSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    desired: sessionSchema.shape.desired,
    state: z.enum(SESSION_STATES),
    code: z.enum(STATE_CODE_NAMES),
    message: z.string().describe('What happens or what to do next, in one sentence.'),
    stateSince: z.iso.datetime(),
    account: sessionSchema.shape.account,
    lastActivityAt: sessionSchema.shape.lastActivityAt,
    owner: z
      .object({
        worker: z.string(),
        host: z.string().nullable().describe('Null when the worker has no lease any more.'),
        since: z.iso.datetime().nullable(),
        epoch: z.int().describe('Raised with every change of hands.'),
      })
      .nullable()
      .describe('Who owns the session; null while it rests or waits for a worker.'),
    waitingSince: z.iso.datetime().nullable().describe('Since when it has waited for a worker with room.'),
    lastHeartbeatAt: z.iso
      .datetime()
      .nullable()
      .describe(
        'When a probe of the connection succeeded last; while all is well it is written down once a minute.',
      ),
    lastCheckAt: z.iso.datetime().nullable(),
    failedChecks: z.int().describe('Failed checks in a row.'),
    isAlerted: z.boolean().describe('Whether `session.alert` was told and is not resolved yet.'),
    recoveries: z.int().describe('How often the connection was begun anew because probes failed.'),
    lastEvent: z.object({ seq: z.int(), event: z.string(), at: z.iso.datetime() }).nullable(),
    memoryBytes: z.int().nullable().describe('Of all its processes, as measured last.'),
  })
  .meta({ id: 'SessionHealth' });
export type SessionHealthView = z.infer<typeof sessionHealthSchema>;

const workerSchema = z
  .object({
    id: z.string(),
    host: z.string(),
    labels: z.array(z.string()),
    sessions: z.int().describe('How many it owns.'),
    capacity: z.int().describe('How many it takes at most now, by count and by memory.'),
    isDraining: z.boolean().describe('It gives its sessions up and takes no other.'),
    startedAt: z.iso.datetime(),
    lastBeatMs: z.int().describe('Milliseconds since its last sign of life.'),
    version: z.string().nullable().describe('Null until it has told, some seconds after its start.'),
    memoryBytes: z
      .int()
      .nullable()
      .describe('Of the browsers of its sessions, as measured last; null until it has told.'),
  })
  .meta({ id: 'Worker' });

export const sessionsHealthSchema = z
  .object({
    total: z.int(),
    active: z.int().describe('Those that are connected, wait for a scan, or are on their way to either.'),
    connected: z.int().describe('Those that are `ready`.'),
    qrPending: z.int().describe('Those that wait for somebody to scan a QR code or to enter a pairing code.'),
    connecting: z.int().describe('Those that start, synchronise, or restore their connection.'),
    disconnected: z.int().describe('Those that are created, stopped, logged out or failed.'),
    byState: z.record(z.enum(SESSION_STATES), z.int()),
    waiting: z.int().describe('Sessions that wait for a worker with room.'),
    workers: z.array(workerSchema).describe('Empty with the key of a tenant.'),
    items: z.array(sessionHealthSchema),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SessionsHealth' });

export type SessionsHealth = z.infer<typeof sessionsHealthSchema>;

/** @param page the ids after `after`, at most `limit`; of one tenant, if one is named */
export async function loadSessionsHealth(
  redis: Redis,
  page: { readonly after: string; readonly limit: number; readonly tenantId?: string | undefined },
): Promise<SessionsHealth> {
  const { after, limit, tenantId } = page;
  const isForAll = tenantId === undefined;
  const [workers, reports, counted, waitingForAny, ids] = await Promise.all([
    listWorkers(redis),
    isForAll ? readWorkerReports(redis) : [],
    countSessions(redis, tenantId),
    redis.zcard(keys.sessionsWaiting),
    listSessionIds(redis, after, limit, tenantId),
  ]);
  const records = await loadSessions(redis, ids);
  return {
    ...countConnections(counted.byState),
    byState: counted.byState,
    waiting: isForAll ? waitingForAny : counted.waiting,
    // They are the operator's.
    workers: isForAll ? workers.map((worker) => viewWorker(worker, reports)) : [],
    items: await Promise.all(records.map((record) => viewHealth(redis, record, workers))),
    nextCursor: ids.length < limit ? null : (ids.at(-1) ?? null),
  };
}

export async function loadSessionHealth(redis: Redis, record: SessionRecord): Promise<SessionHealthView> {
  return viewHealth(redis, record, await listWorkers(redis));
}

/** How many sessions there are of each kind, in the words of `SessionsHealth`. */
export type SessionCounts = Pick<
  SessionsHealth,
  'total' | 'active' | 'connected' | 'qrPending' | 'connecting' | 'disconnected'
>;

export function countConnections(byState: SessionsHealth['byState']): SessionCounts {
  const of = (word: ReturnType<typeof connectionWord>) =>
    SESSION_STATES.filter((state) => connectionWord(state) === word).reduce(
      (sum, state) => sum + byState[state],
      0,
    );
  const [connected, qrPending, connecting, disconnected] = [
    of('connected'),
    of('qr_code'),
    of('connecting'),
    of('disconnected'),
  ];
  const active = connected + qrPending + connecting;
  return { total: active + disconnected, active, connected, qrPending, connecting, disconnected };
}

async function viewHealth(
  redis: Redis,
  record: SessionRecord,
  workers: readonly LiveWorker[],
): Promise<SessionHealthView> {
  const { id, tenantId, desired, state, code, message, stateSince, account, lastActivityAt } =
    viewSession(record);
  const [last, waitingSince] = await Promise.all([
    readLastEvent(redis, id),
    redis.zscore(keys.sessionsWaiting, id),
  ]);
  const { owner, health } = record;
  return {
    id,
    tenantId,
    desired,
    state,
    code,
    message,
    stateSince,
    account,
    lastActivityAt,
    owner:
      owner === undefined
        ? null
        : {
            worker: owner,
            host: workers.find((worker) => worker.id === owner)?.host ?? null,
            since: iso(record.ownedSince),
            epoch: record.epoch,
          },
    waitingSince: iso(waitingSince === null ? undefined : Number(waitingSince)),
    lastHeartbeatAt: iso(record.heartbeatAt),
    lastCheckAt: iso(health.checkedAt),
    failedChecks: health.failures,
    isAlerted: health.isAlerted,
    recoveries: health.recoveries,
    lastEvent:
      last === undefined
        ? null
        : { seq: last.seq, event: last.event, at: new Date(last.timestamp * 1000).toISOString() },
    memoryBytes: health.memoryBytes,
  };
}

function viewWorker(
  { loginHost: _folder, ...worker }: LiveWorker,
  reports: readonly WorkerReport[],
): z.infer<typeof workerSchema> {
  const report = reports.find(({ id }) => id === worker.id);
  return {
    ...worker,
    labels: [...worker.labels],
    startedAt: new Date(worker.startedAt).toISOString(),
    version: report?.version ?? null,
    memoryBytes: report?.sessions.memoryBytes ?? null,
  };
}

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
