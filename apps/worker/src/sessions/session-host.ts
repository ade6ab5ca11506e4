import { setTimeout as sleep } from 'node:timers/promises';
import { type Fence, prepareAppend } from '@wagw/shared/events/event-log';
import { noteFailovers } from '@wagw/shared/observability/failovers';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { SESSION_STATES, STATE_CODES } from '@wagw/shared/sessions/session-state';
import { readSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import type { KeptLease } from '../lease/keep-lease.ts';
import { untilHeld } from '../lease/lease.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { SharedWait, Unwatch } from '../queues/shared-wait.ts';
import { repeat } from '../rounds.ts';
import type { Admission } from './admission.ts';
import type { OwnedSession } from './owned-session.ts';
import type { Ownership } from './ownership.ts';
import { chooseToMove } from './rebalance.ts';

/** Often enough for the sessions of a lost host to have others half a second after its lease. */
const LOOK_AROUND_MS = 400;
/**
 * Many workers share the looking: all together look this often, at times of chance, so that among those that are left when a
 * host is lost, whichever they are, some one looks soon.
 */
const ONE_OF_ALL_LOOKS_MS = 60;
/** For what an inbox could not tell, though a reconnect compares as well. */
export const COMPARE_EVERY_MS = 30_000;
const WATCH_LEASE_MS = 100;
const MEASURE_EVERY_MS = 2_000;
/** How long the end of this worker waits for a Redis that is away. */
const ANNOUNCE_MS = 500;

export interface SessionHostParts {
  readonly workerId: string;
  readonly redis: Redis;
  readonly ownership: Ownership;
  readonly lease: KeptLease;
  /** Where this worker hears which of its sessions to look at. */
  readonly wait: Pick<SharedWait, 'watch' | 'onReconnect'>;
  readonly own: (fence: Fence, tenantId: string) => OwnedSession;
  readonly admission: Admission;
  /** Between two moves of all workers; 0 for none. */
  readonly rebalanceMs: number;
  /** How often it compares what it runs with what it owns. */
  readonly compareMs: number;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** The sessions of this worker: runs what is placed on it. */
export interface SessionHost {
  run(): Promise<void>;
  /** Gives all sessions up, their logins whole, and ends the lease. Idempotent. */
  drain(): Promise<void>;
}

export function createSessionHost(parts: SessionHostParts): SessionHost {
  const { workerId, redis, ownership, lease, wait, admission, logger, metrics } = parts;
  const sessions = new Map<string, { session: OwnedSession; done: Promise<void> }>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let closeInbox: Unwatch = () => undefined;
  let drained: Promise<void> | undefined;

  /** Looks at one session: the owner wakes, or becomes one. */
  async function look(id: string): Promise<void> {
    const known = sessions.get(id);
    if (known !== undefined) return known.session.wake();
    const record = await readSession(redis, id);
    if (record?.owner !== workerId || sessions.has(id)) return;
    // One that is placed here in the last moment goes elsewhere with the end of the lease.
    if (signal.aborted) return;
    const { epoch, tenantId } = record;
    const session = parts.own({ sessionId: id, owner: workerId, epoch }, tenantId);
    logger.info({ session: id, epoch }, 'session taken');
    metrics.taken.inc();
    const done = session.run().finally(() => {
      sessions.delete(id);
      // It may have been placed here again meanwhile.
      lookLogged(id);
    });
    sessions.set(id, { session, done });
  }

  function lookLogged(id: string): void {
    if (signal.aborted) return;
    look(id).catch((error: unknown) =>
      logger.warn({ err: error, session: id }, 'could not look at a session'),
    );
  }

  /** Looks at every session that is this worker's, or that it takes for its own. */
  async function compare(): Promise<void> {
    const ids = new Set(await ownership.owned());
    for (const id of ids) if (!sessions.has(id)) lookLogged(id);
    for (const [id, { session }] of sessions) if (!ids.has(id)) session.wake();
  }

  /** Redis may be another one, which does not know what the last one knew. */
  function onReconnect(): void {
    prepareAppend(redis).catch((error: unknown) => logger.warn({ err: error }, 'could not prepare'));
    wakeAll();
  }

  function wakeAll(): void {
    for (const { session } of sessions.values()) session.wake();
    compare().catch((error: unknown) => logger.warn({ err: error }, 'could not compare sessions'));
  }

  function repeatAfter(waitMs: () => number, what: string, step: () => Promise<void> | void): Promise<void> {
    const onError = (error: unknown) => logger.warn({ err: error }, `could not ${what}`);
    return repeat(step, { waitMs, onError }, signal);
  }

  /** While nobody knows whether others own the sessions by now, none of them may have a connection. */
  let wasHeld = true;
  function watchLease(): void {
    const isHeld = lease.holds();
    if (isHeld === wasHeld) return;
    wasHeld = isHeld;
    if (isHeld) {
      logger.info('the lease holds again');
      wakeAll();
      return;
    }
    logger.warn({ sessions: sessions.size }, 'the lease cannot be renewed: the sessions are taken offline');
    for (const { session } of sessions.values()) void session.cutOff();
  }

  let workers = 1;
  async function lookAround(): Promise<void> {
    if (!lease.holds()) return;
    const found = await ownership.lookAround();
    workers = found.workers;
    if (found.taken === 0) return;
    logger.warn({ sessions: found.taken }, 'sessions of dead workers were placed anew');
    await noteFailovers(redis, found.taken);
  }
  const untilNextLook = () =>
    Math.max(about(LOOK_AROUND_MS)(), 2 * ONE_OF_ALL_LOOKS_MS * workers * Math.random());

  async function measure(): Promise<void> {
    const owned = [...sessions.values()].map(({ session }) => session);
    const capacity = await admission.capacity(owned.map(({ memoryBytes }) => memoryBytes));
    lease.offer(capacity);
    metrics.capacity.set(capacity);
    metrics.sessionMemory.set(owned.reduce((sum, { memoryBytes = 0 }) => sum + memoryBytes, 0));
    const byState = new Map<string, number>(SESSION_STATES.map((state) => [state, 0]));
    for (const { code } of owned) {
      const { state } = STATE_CODES[code];
      byState.set(state, (byState.get(state) ?? 0) + 1);
    }
    for (const [state, number] of byState) metrics.sessions.set({ state }, number);
  }

  async function rebalance(): Promise<void> {
    const owned = [...sessions.values()].map(({ session }) => session);
    const movable = owned.filter(({ code }) => code === 'ready');
    // One after the other: a session that is about to go still counts as this worker's.
    if (movable.length === 0 || owned.some(({ isLeaving }) => isLeaving) || !lease.holds()) return;
    const session = chooseToMove(movable, await ownership.emptierWorkers(parts.rebalanceMs));
    if (session === undefined) return;
    logger.info({ session: session.id }, 'session goes to an emptier worker');
    metrics.moved.inc();
    session.drain();
  }

  async function drainAll(): Promise<void> {
    lease.drain();
    // Without an answer of Redis the renewals say it; what is placed here before goes elsewhere at the end.
    await Promise.race([ownership.announceDrain(), sleep(ANNOUNCE_MS, undefined, { ref: false })]);
    stopping.abort();
    closeInbox();
    for (const { session } of sessions.values()) session.drain();
    await Promise.all([...sessions.values()].map(({ done }) => done));
    await lease.end();
    await ownership.end();
  }

  return {
    async run() {
      await untilHeld(lease);
      closeInbox = wait.watch(keys.workerInbox(workerId), lookLogged);
      wait.onReconnect(onReconnect);
      await prepareAppend(redis);
      await Promise.all([
        repeatAfter(about(WATCH_LEASE_MS), 'watch the lease', watchLease),
        repeatAfter(untilNextLook, 'look around', lookAround),
        repeatAfter(about(parts.compareMs), 'compare sessions', compare),
        repeatAfter(about(MEASURE_EVERY_MS), 'measure', measure),
        ...(parts.rebalanceMs > 0 ? [repeatAfter(about(parts.rebalanceMs), 'rebalance', rebalance)] : []),
      ]);
    },
    drain() {
      drained ??= drainAll();
      return drained;
    },
  };
}

/** So that not all workers do it at the same time. */
const about = (ms: number) => (): number => ms * (0.9 + 0.2 * Math.random());
