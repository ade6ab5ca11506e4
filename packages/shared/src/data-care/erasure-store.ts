import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keys } from '../redis/keys.ts';
import type { ContactNames } from './contact-names.ts';

/** Erasures that were asked for: whom they are about, how far they are, and what was found afterwards. */

const ERASURE_STATES = ['queued', 'running', 'done', 'incomplete'] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

/** Whom an erasure is about. */
export type ErasureSubject =
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | {
      readonly kind: 'contact';
      readonly tenantId: string;
      /** Undefined: in all sessions of the tenant. */
      readonly sessionId: string | undefined;
      /** A chat id. */
      readonly contactId: string;
    };

/** How much of each kind. */
export type Counts = Readonly<Record<string, number>>;

/** One erasure as it is stored. Times are unix milliseconds. */
export interface ErasureRecord {
  readonly id: string;
  readonly kind: ErasureSubject['kind'];
  readonly tenantId: string;
  readonly sessionId: string | undefined;
  /** Gone when the erasure is finished, with all that says who it was. */
  readonly contactId: string | undefined;
  readonly state: ErasureState;
  /** What it is doing, or has done last. */
  readonly step: string;
  readonly erased: Counts;
  /** What a search of everything has found afterwards. */
  readonly found: Counts;
  /** Sentences that an operator should read. */
  readonly notes: readonly string[];
  /** Gone when it is finished. */
  readonly plan: ErasurePlan | undefined;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

/** What is known when an erasure begins, and would not be found any more by one that goes on after a crash. */
export interface ErasurePlan {
  readonly sessionIds: readonly string[];
  readonly names: ContactNames | undefined;
}

/** For how long a finished one can be read. */
const KEPT_MS = 30 * 86_400_000;

/** Asks for an erasure. The same subject again, while it is not finished, is the same erasure. */
export async function requestErasure(
  redis: Redis,
  id: string,
  subject: ErasureSubject,
  now: number,
): Promise<ErasureRecord> {
  for (const open of await openErasures(redis)) {
    const known = await readErasure(redis, open);
    if (known !== undefined && isAbout(known, subject)) return known;
  }
  const { kind, tenantId } = subject;
  const about =
    subject.kind === 'tenant' ? {} : { contactId: subject.contactId, sessionId: subject.sessionId ?? '' };
  await redis
    .multi()
    .hset(keys.erasure(id), { id, kind, tenantId, ...about, state: 'queued', createdAt: String(now) })
    .zadd(keys.erasures, now, id)
    .exec();
  const stored = await readErasure(redis, id);
  if (stored === undefined) throw new Error('an erasure that was just stored is gone');
  return stored;
}

function isAbout(record: ErasureRecord, subject: ErasureSubject): boolean {
  if (record.kind !== subject.kind || record.tenantId !== subject.tenantId) return false;
  if (subject.kind === 'tenant') return true;
  return record.sessionId === subject.sessionId && record.contactId === subject.contactId;
}

/** The ids of those that are not finished, the first that was asked for first. */
export async function openErasures(redis: Redis): Promise<string[]> {
  return redis.zrange(keys.erasures, 0, '-1');
}

/** How far it is; what is undefined stays. */
export async function noteErasure(
  redis: Redis,
  id: string,
  progress: {
    readonly state?: ErasureState;
    readonly step?: string;
    readonly erased?: Counts;
    readonly notes?: readonly string[];
    readonly plan?: ErasurePlan;
    readonly startedAt?: number;
  },
): Promise<void> {
  const fields = Object.entries(progress)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  if (fields.length > 0) await redis.hset(keys.erasure(id), Object.fromEntries(fields));
}

/** It is over: what says whom it was about goes too, and the rest after thirty days. */
export async function finishErasure(redis: Redis, id: string, found: Counts, now: number): Promise<void> {
  const state: ErasureState = Object.keys(found).length === 0 ? 'done' : 'incomplete';
  await redis
    .multi()
    .hset(keys.erasure(id), { state, found: JSON.stringify(found), finishedAt: String(now) })
    .hdel(keys.erasure(id), 'contactId', 'plan')
    .pexpire(keys.erasure(id), KEPT_MS)
    .zrem(keys.erasures, id)
    .exec();
}

export async function readErasure(redis: Redis, id: string): Promise<ErasureRecord | undefined> {
  const fields = await redis.hgetall(keys.erasure(id));
  if (fields.kind === undefined) return undefined;
  return {
    id,
    kind: fields.kind === 'tenant' ? 'tenant' : 'contact',
    tenantId: fields.tenantId ?? '',
    sessionId: fields.sessionId || undefined,
    contactId: fields.contactId,
    state: fields.state as ErasureState,
    step: fields.step ?? '',
    erased: parseJson(fields.erased) ?? {},
    found: parseJson(fields.found) ?? {},
    notes: parseJson(fields.notes) ?? [],
    plan: parseJson(fields.plan),
    createdAt: Number(fields.createdAt),
    startedAt: fields.startedAt === undefined ? undefined : Number(fields.startedAt),
    finishedAt: fields.finishedAt === undefined ? undefined : Number(fields.finishedAt),
  };
}

const parseJson = <T>(text: string | undefined): T | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as T);

const counts = z.record(z.string(), z.int());

export const erasureSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['tenant', 'contact']),
    tenantId: z.string(),
    sessionId: z.string().nullable().describe('Of a contact: null for all sessions of the tenant.'),
    state: z
      .enum(ERASURE_STATES)
      .describe('`incomplete`: the search at the end has still found something, named in `found`.'),
    step: z.string().describe('What it is doing, or has done last.'),
    erased: counts.describe('What was erased, by kind.'),
    found: counts.describe(
      'What a search of everything has found afterwards, by kind; empty when it is done.',
    ),
    notes: z.array(z.string()).describe('What is left for people to do.'),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Erasure' });

/** The erasure as the API shows it: never whom it is about. */
export function viewErasure(record: ErasureRecord): z.infer<typeof erasureSchema> {
  return {
    id: record.id,
    kind: record.kind,
    tenantId: record.tenantId,
    sessionId: record.sessionId ?? null,
    state: record.state,
    step: record.step,
    erased: record.erased,
    found: record.found,
    notes: [...record.notes],
    createdAt: new Date(record.createdAt).toISOString(),
    finishedAt: record.finishedAt === undefined ? null : new Date(record.finishedAt).toISOString(),
  };
}
