import { randomUUID } from 'node:crypto';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { mentions, namesOfContact } from '@wagw/shared/data-care/contact-names';
import {
  type Counts,
  type ErasurePlan,
  type ErasureRecord,
  finishErasure,
  noteErasure,
  openErasures,
  readErasure,
} from '@wagw/shared/data-care/erasure-store';
import { searchContact, searchTenant } from '@wagw/shared/data-care/search';
import { sessionsOfTenant } from '@wagw/shared/data-care/tenant-sessions';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Redis } from 'ioredis';
import { type Rounds, startRounds } from '../rounds.ts';
import { eraseContact } from './erase-contact.ts';
import { eraseTenant } from './erase-tenant.ts';

export interface ErasingParts {
  readonly redis: Redis;
  /** Files of messages. */
  readonly blobs: BlobStore;
  /** Logins, where they are kept in a store. */
  readonly logins?: BlobStore | undefined;
  readonly logger: Logger;
  /** How long sessions of a tenant may take to be logged out, in milliseconds. */
  readonly patienceMs?: number;
  readonly tickMs?: number;
}

const TICK_MS = 2_000;
const LOCK_MS = 30_000;
const RENEW_MS = 5_000;
const PATIENCE_MS = 300_000;
/** How often what the search finds is erased again: something may come while it is under way. */
const PASSES = 3;

const LOCK = keys.chore('erasing');
const lock = defineScript(`
  local held = redis.call('GET', KEYS[1])
  if held and held ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
`);
const unlock = defineScript(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
  return 1
`);

/** Another worker has the lock, or this one ends. */
class LeftToOthers extends Error {
  override readonly name = 'LeftToOthers';
}

/**
 * Carries out the erasures that were asked for: one of all workers, one erasure after the other. Every step can be done again, so
 * one that a dead worker has left, or that was stopped in the middle by `close`, is begun anew by the next. At its end everything is
 * searched; what is found is erased again, and what is found still is told.
 */
export function startErasing(parts: ErasingParts): Rounds {
  const { redis, logger, tickMs = TICK_MS } = parts;
  const me = randomUUID();
  let renewedAt = 0;

  async function takeLock(): Promise<boolean> {
    renewedAt = performance.now();
    return (await lock.run(redis, [LOCK], [me, LOCK_MS])) === 1;
  }

  async function round(signal: AbortSignal): Promise<void> {
    const goOn = async () => {
      if (signal.aborted) throw new LeftToOthers();
      if (performance.now() - renewedAt > RENEW_MS && !(await takeLock())) throw new LeftToOthers();
    };
    if (redis.status !== 'ready' || (await redis.exists(keys.erasures)) === 0) return;
    try {
      if (!(await takeLock())) return;
      for (const id of await openErasures(redis)) {
        const record = await readErasure(redis, id);
        if (record === undefined) await redis.zrem(keys.erasures, id);
        else await carryOut(record, parts, goOn);
      }
    } finally {
      await unlock.run(redis, [LOCK], [me]).catch(() => undefined);
    }
  }

  return startRounds(round, {
    waitMs: () => tickMs,
    onError: (error) => {
      if (error instanceof LeftToOthers) return;
      logger.warn({ err: error }, 'an erasure broke; it is begun again');
    },
  });
}

async function carryOut(
  record: ErasureRecord,
  parts: ErasingParts,
  goOn: () => Promise<void>,
): Promise<void> {
  const { redis, logger } = parts;
  const { id } = record;
  const notes = [...record.notes];
  const erased = new Map(Object.entries(record.erased));
  const count = (kind: string, number: number) => {
    if (number > 0) erased.set(kind, (erased.get(kind) ?? 0) + number);
  };
  const step = async (name: string) => {
    await goOn();
    await noteErasure(redis, id, { step: name, erased: Object.fromEntries(erased) });
  };
  const note = async (sentence: string) => {
    if (!notes.includes(sentence)) notes.push(sentence);
    await noteErasure(redis, id, { notes });
  };

  const plan = record.plan ?? (await planOf(redis, record));
  await noteErasure(redis, id, { state: 'running', plan, startedAt: record.startedAt ?? Date.now() });
  const sessionIds = new Set(plan.sessionIds);
  const names = mentions(plan.names ?? { phones: [], ids: [] });
  const stores = [parts.blobs, ...(parts.logins === undefined ? [] : [parts.logins])];
  const patienceMs = parts.patienceMs ?? PATIENCE_MS;

  let found: Counts = {};
  for (let pass = 0; pass < PASSES; pass += 1) {
    await step('erasing');
    if (record.kind === 'tenant') {
      const { tenantId } = record;
      await eraseTenant({
        redis,
        tenantId,
        sessionIds,
        stores,
        patienceMs,
        step,
        count,
        note,
        goOn,
      });
      await step('searching');
      found = await searchTenant(redis, tenantId, sessionIds);
    } else {
      await eraseContact({ redis, blobs: parts.blobs, sessionIds, names, count, goOn });
      await step('searching');
      found = await searchContact(redis, sessionIds, names);
    }
    if (Object.keys(found).length === 0) break;
  }
  if (!(await rewriteAof(redis))) {
    await note('Redis has not begun to rewrite its append-only file: run BGREWRITEAOF.');
  }
  await step('finished');
  await finishErasure(redis, id, found, Date.now());
  logger.info({ erasure: id, kind: record.kind, erased: Object.fromEntries(erased), found }, 'erased');
}

/** Before anything is erased: afterwards nobody knows which sessions and names belonged together. */
async function planOf(redis: Redis, record: ErasureRecord): Promise<ErasurePlan> {
  const { tenantId, sessionId, contactId } = record;
  const sessionIds = sessionId === undefined ? await sessionsOfTenant(redis, tenantId) : [sessionId];
  const names = contactId === undefined ? undefined : await namesOfContact(redis, sessionIds, contactId);
  return { sessionIds, names };
}

/** What was erased still stands in the file of what was written, until Redis writes it anew. */
async function rewriteAof(redis: Redis): Promise<boolean> {
  try {
    await redis.bgrewriteaof();
    return true;
  } catch (error) {
    // A rewrite or a save that is under way may have begun before the end of the erasure: another one is needed then.
    return error instanceof Error && error.message.includes('scheduled');
  }
}
