import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { EVENT_NAMES, type EventName } from '../events/catalogue.ts';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { FORMAT_NAMES, type Format } from './formats/formats.ts';
import { SECRET_PREFIX } from './signature.ts';
import { type CreateWebhook, DISABLED_REASONS, type DisabledReason } from './webhook-schema.ts';

/** Webhook endpoints: who wants to be told of what, and where. */

const settingsSchema = z.object({
  url: z.string(),
  /** Empty: all. */
  events: z.array(z.enum(EVENT_NAMES)).readonly(),
  format: z.enum(FORMAT_NAMES),
  ordered: z.boolean(),
  batch: z.object({ max: z.number(), waitMs: z.number() }).nullable(),
  headers: z.record(z.string(), z.string()),
  description: z.string(),
  enabled: z.boolean(),
  /** Only events that the format calls so; empty: all. Said by dialects, whose names are finer than ours. */
  formatEvents: z.array(z.string()).readonly().default([]),
  /** Whether the format's name of the event follows the url, each event having an address of its own. */
  isUrlByEvent: z.boolean().default(false),
});

/** What can be said of an endpoint. */
export type EndpointSettings = Readonly<z.infer<typeof settingsSchema>>;

const secretSchema = z.object({
  secret: z.string(),
  /** Unix milliseconds; absent for the one that stays. */
  until: z.number().optional(),
});

const endpointSchema = settingsSchema.extend({
  id: z.string(),
  /** Only events of this tenant's sessions. */
  tenantId: z.string().nullable(),
  /** Only events of this session. */
  sessionId: z.string().nullable(),
  /** The newest first; none when deliveries are not signed. */
  secrets: z.array(secretSchema).readonly(),
  disabledReason: z.enum(DISABLED_REASONS).nullable(),
  isFromEnvironment: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

/** One endpoint as it is stored. Times are unix milliseconds. */
export type Endpoint = Readonly<z.infer<typeof endpointSchema>>;
export type Secret = z.infer<typeof secretSchema>;

/** The endpoint that the configuration of the workers names. */
export const ENVIRONMENT_ENDPOINT = 'environment';

const DEFAULTS: Omit<EndpointSettings, 'url'> = {
  events: [],
  format: 'native',
  ordered: false,
  batch: null,
  headers: {},
  description: '',
  enabled: true,
  formatEvents: [],
  isUrlByEvent: false,
};

export const generateSecret = (): string => `${SECRET_PREFIX}${randomBytes(32).toString('base64')}`;

const create = defineScript(`
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  redis.call('HSET', KEYS[1], unpack(ARGV, 2))
  redis.call('ZADD', KEYS[2], 0, ARGV[1])
  redis.call('INCR', KEYS[3])
  return 1
`);

/** One that is enabled (again) has a fresh start. After another chance nothing waits for its next attempt any more. */
const change = defineScript(`
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  redis.call('HSET', KEYS[1], unpack(ARGV, 3))
  if ARGV[2] == '1' then redis.call('ZUNIONSTORE', KEYS[5], 1, KEYS[5], 'WEIGHTS', 0) end
  redis.call('INCR', KEYS[2])
  if redis.call('HGET', KEYS[1], 'enabled') == 'true' then
    redis.call('HDEL', KEYS[4], 'failingSince', 'pauses', 'pausedUntil')
    if redis.call('EXISTS', KEYS[5]) == 1 then redis.call('ZADD', KEYS[3], 0, ARGV[1]) end
  end
  return 1
`);

type Stored = Record<string, string>;

/** What the API takes, and what only dialects say. */
export type NewEndpoint = CreateWebhook & Partial<Pick<EndpointSettings, 'formatEvents' | 'isUrlByEvent'>>;

/** Stores an endpoint. Returns undefined when there is one of this id. */
export async function createEndpoint(
  redis: Redis,
  id: string,
  wanted: NewEndpoint,
  now: number,
): Promise<Endpoint | undefined> {
  const { tenantId, sessionId, secret = generateSecret(), ...settings } = wanted;
  const endpoint: Endpoint = {
    ...DEFAULTS,
    ...present(settings),
    id,
    tenantId: tenantId ?? null,
    sessionId: sessionId ?? null,
    secrets: [{ secret }],
    disabledReason: settings.enabled === false ? 'by_request' : null,
    isFromEnvironment: false,
    createdAt: now,
    updatedAt: now,
  };
  const created = await create.run(
    redis,
    [keys.webhook(id), keys.webhooks, keys.webhooksVersion],
    [id, ...Object.entries(serialise(endpoint)).flat()],
  );
  return created === 1 ? endpoint : undefined;
}

/** Makes the endpoint of the environment what the configuration says now. Its state (such as disabled) stays. */
export async function keepEnvironmentEndpoint(
  redis: Redis,
  wanted: { readonly url: string; readonly secret: string | undefined; readonly format: Format },
  now: number,
): Promise<void> {
  const known = await readEndpoint(redis, ENVIRONMENT_ENDPOINT);
  const secrets = wanted.secret === undefined ? [] : [{ secret: wanted.secret }];
  const same =
    known?.url === wanted.url &&
    known.format === wanted.format &&
    JSON.stringify(known.secrets) === JSON.stringify(secrets);
  if (same) return;
  const endpoint: Endpoint = {
    ...DEFAULTS,
    ...known,
    id: ENVIRONMENT_ENDPOINT,
    url: wanted.url,
    format: wanted.format,
    description: 'APP_WEBHOOK_URL',
    tenantId: null,
    sessionId: null,
    secrets,
    enabled: true,
    disabledReason: null,
    isFromEnvironment: true,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
  const due = keys.webhookDue(ENVIRONMENT_ENDPOINT);
  await redis
    .multi()
    .hset(keys.webhook(ENVIRONMENT_ENDPOINT), serialise(endpoint))
    .zadd(keys.webhooks, 0, ENVIRONMENT_ENDPOINT)
    .incr(keys.webhooksVersion)
    .hdel(keys.webhookHealth(ENVIRONMENT_ENDPOINT), 'failingSince', 'pauses', 'pausedUntil')
    .zadd(keys.webhooksDue, 0, ENVIRONMENT_ENDPOINT)
    // Another address is another chance.
    .zunionstore(due, 1, due, 'WEIGHTS', 0)
    .exec();
}

type Changeable = EndpointSettings & { readonly disabledReason: DisabledReason | null };
/** What is undefined stays as it is. */
export type EndpointChanges = { readonly [K in keyof Changeable]?: Changeable[K] | undefined };

/** Changes what is named; another url, and enabling, is another chance for all that waits. Returns false when there is no such endpoint. */
export async function changeEndpoint(
  redis: Redis,
  id: string,
  changes: EndpointChanges,
  now: number,
): Promise<boolean> {
  const reason: Partial<Endpoint> =
    changes.enabled === undefined
      ? {}
      : { disabledReason: changes.enabled ? null : (changes.disabledReason ?? 'by_request') };
  const fields = serialise({ ...present(changes), ...reason, updatedAt: now });
  const isAnotherChance = changes.url !== undefined || changes.enabled === true;
  const changed = await change.run(
    redis,
    [keys.webhook(id), keys.webhooksVersion, keys.webhooksDue, keys.webhookHealth(id), keys.webhookDue(id)],
    [id, isAnotherChance ? 1 : 0, ...Object.entries(fields).flat()],
  );
  return changed === 1;
}

export async function readEndpoint(redis: Redis, id: string): Promise<Endpoint | undefined> {
  return parse(id, await redis.hgetall(keys.webhook(id)));
}

/** The ids of the endpoints after `cursor`, in their order. */
export async function listEndpointIds(redis: Redis, cursor: string, limit: number): Promise<string[]> {
  return redis.zrangebylex(keys.webhooks, cursor === '' ? '-' : `(${cursor}`, '+', 'LIMIT', 0, limit);
}

export async function readEndpoints(redis: Redis, ids: readonly string[]): Promise<Endpoint[]> {
  const found = await Promise.all(ids.map((id) => readEndpoint(redis, id)));
  return found.filter((endpoint) => endpoint !== undefined);
}

/** Whether the endpoint wants to be told of an event. */
export function wants(
  endpoint: Endpoint,
  event: { readonly event: EventName; readonly tenantId: string; readonly sessionId: string },
): boolean {
  return (
    endpoint.enabled &&
    (endpoint.sessionId === null || endpoint.sessionId === event.sessionId) &&
    (endpoint.tenantId === null || endpoint.tenantId === event.tenantId) &&
    (endpoint.events.length === 0 || endpoint.events.includes(event.event))
  );
}

/** The secrets that count at the moment, the newest first. */
export function secretsNow(endpoint: Pick<Endpoint, 'secrets'>, now: number): string[] {
  return endpoint.secrets
    .filter(({ until }) => until === undefined || until > now)
    .map(({ secret }) => secret);
}

/** Without what is undefined, so that it does not hide a default. */
function present<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Every field is JSON: most are not texts. */
function serialise(fields: Partial<Endpoint>): Stored {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => name !== 'id')
      .map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

function parse(id: string, stored: Stored): Endpoint | undefined {
  if (stored.url === undefined) return undefined;
  const fields = Object.fromEntries(
    Object.entries(stored).map(([name, value]): [string, unknown] => [name, JSON.parse(value)]),
  );
  return endpointSchema.parse({ ...fields, id });
}
