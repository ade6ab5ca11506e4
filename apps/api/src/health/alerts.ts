import type { ReasonCode } from '@wagw/shared/health/reasons';
import { keys } from '@wagw/shared/redis/keys';
import { alertedSessionIds } from '@wagw/shared/sessions/alerted-sessions';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { STATE_CODE_NAMES, STATE_CODES } from '@wagw/shared/sessions/session-state';
import { loadSessions, type SessionRecord, viewSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { COMPONENT_NAMES, type ComponentName, type DetailedParts, readDetailed } from './detailed.ts';
import { reasonSchema } from './reasons-view.ts';

/** What is wrong now, with the gateway and with its sessions. */

export const alertsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: sessionIdSchema.optional().describe('`nextCursor` of the page before.'),
});

const since = z.iso.datetime().nullable();

const gatewayAlertSchema = reasonSchema
  .extend({
    component: z.enum(COMPONENT_NAMES),
    since: since.describe('Null when nobody knows.'),
  })
  .meta({ id: 'GatewayAlert' });

const PROBE_FAILED = 'probe_failed';

const sessionAlertSchema = z
  .object({
    sessionId: z.string(),
    tenantId: z.string(),
    code: z
      .enum([...STATE_CODE_NAMES, PROBE_FAILED])
      .describe('Of its state; `probe_failed` when it calls itself ready, but its connection does not work.'),
    severity: z.enum(['failing', 'degraded']).describe('`failing`: it has failed.'),
    message: z.string().describe('What is wrong, and what happens or what to do, in one or two sentences.'),
    since,
  })
  .meta({ id: 'SessionAlert' });

export const alertsSchema = z
  .object({
    gateway: z
      .array(gatewayAlertSchema)
      .describe('As `/health/detailed` says it; empty without the scope `operate`.'),
    total: z
      .int()
      .nullable()
      .describe('How many sessions something is wrong with; null while Redis cannot be asked.'),
    items: z.array(sessionAlertSchema).describe('These sessions, in order of id.'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'HealthAlerts' });

type Alerts = z.infer<typeof alertsSchema>;

/** The sessions after `after`, at most `limit`; of one tenant, if one is named. */
interface Page {
  readonly after: string;
  readonly limit: number;
  readonly tenantId: string | undefined;
}

/**
 * What is wrong with sessions alone.
 * @throws when Redis is away
 */
export async function readSessionAlerts(redis: Redis, { after, limit, tenantId }: Page): Promise<Alerts> {
  const all = await alertedSessionIds(redis, tenantId);
  const rest = all.filter((id) => id > after);
  const ids = rest.slice(0, limit);
  return {
    gateway: [],
    total: all.length,
    items: (await loadSessions(redis, ids)).map(viewAlert),
    nextCursor: rest.length > limit ? (ids.at(-1) ?? null) : null,
  };
}

/** What is wrong with the gateway too. Never rejects while Redis is away, for that is the first thing that it tells. */
export async function readAlerts(parts: DetailedParts, page: Page): Promise<Alerts> {
  const { redis, look } = parts;
  const [gateway, sessions] = await Promise.all([
    gatewayAlerts(parts),
    look.redis.isReachable ? readSessionAlerts(redis, page) : NOT_KNOWN,
  ]);
  return { ...sessions, gateway };
}

const NOT_KNOWN: Alerts = { gateway: [], total: null, items: [], nextCursor: null };

function viewAlert(record: SessionRecord): Alerts['items'][number] {
  const { alert } = record.health;
  const { id, tenantId, code, message, stateSince } = viewSession(record);
  const isDeaf = code === 'ready';
  return {
    sessionId: id,
    tenantId,
    code: isDeaf ? PROBE_FAILED : code,
    severity: STATE_CODES[code].state === 'failed' ? 'failing' : 'degraded',
    message: isDeaf && alert !== undefined ? alert.message : message,
    since: alert === undefined ? stateSince : new Date(alert.since).toISOString(),
  };
}

async function gatewayAlerts(parts: DetailedParts): Promise<Alerts['gateway']> {
  const { reasons } = await readDetailed(parts);
  // These are listed one by one.
  const wrong = reasons.filter(({ code }) => code !== 'sessions_failed');
  return Promise.all(
    wrong.map(async (reason) => ({
      ...reason,
      component: COMPONENT_OF[reason.code] ?? 'redis',
      since: await sinceWhen(parts.redis, reason.code).catch(() => null),
    })),
  );
}

/** All others are of Redis. */
const COMPONENT_OF: Partial<Record<ReasonCode, ComponentName>> = {
  no_workers: 'workers',
  sessions_waiting: 'workers',
  messages_stuck: 'queues',
  webhooks_paused: 'webhooks',
  media_store_failing: 'mediaStore',
  event_loop_slow: 'process',
};

async function sinceWhen(redis: Redis, code: ReasonCode): Promise<string | null> {
  if (code === 'no_workers') return toIso(await redis.get(keys.workersServed));
  if (code !== 'sessions_waiting') return null;
  const [, first] = await redis.zrange(keys.sessionsWaiting, 0, '0', 'WITHSCORES');
  return toIso(first);
}

const toIso = (ms: string | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(Number(ms)).toISOString();
