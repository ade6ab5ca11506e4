import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { channels } from '@wagw/shared/redis/keys';
import { SESSION_STATES } from '@wagw/shared/sessions/session-state';
import type { Redis } from 'ioredis';
import pLimit from 'p-limit';
import type { KeptLease } from '../lease/keep-lease.ts';
import { untilHeld } from '../lease/lease.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { OwnedSession } from './owned-session.ts';
import type { Claimed, Ownership } from './ownership.ts';

const CLAIM_EVERY_MS = 1_000;
/** A few at a time, so that workers that start together share the sessions. */
const CLAIM_AT_ONCE = 2;

export interface SessionHostParts {
  readonly ownership: Ownership;
  readonly lease: KeptLease;
  /** A connection of its own: one that subscribes can do nothing else. */
  readonly subscriber: Redis;
  readonly own: (fence: Fence, tenantId: string) => OwnedSession;
  readonly maxSessions: number;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** The sessions of this worker: takes what wants an owner, as long as there is room, and runs it. */
export interface SessionHost {
  run(): Promise<void>;
  /** Gives all sessions up, their logins whole, and ends the lease. Idempotent. */
  drain(): Promise<void>;
}

export function createSessionHost(parts: SessionHostParts): SessionHost {
  const { ownership, lease, subscriber, logger, metrics } = parts;
  const sessions = new Map<string, { session: OwnedSession; done: Promise<void> }>();
  const stopping = new AbortController();
  /** One claim after the other: a death announces many sessions at once, and each claim must know the room left. */
  const inTurn = pLimit(1);
  let drained: Promise<void> | undefined;

  function take({ fence, tenantId }: Claimed): void {
    const session = parts.own(fence, tenantId);
    logger.info({ session: fence.sessionId, epoch: fence.epoch }, 'session taken');
    const done = session.run().finally(() => {
      sessions.delete(fence.sessionId);
      lease.owns(sessions.size);
    });
    sessions.set(fence.sessionId, { session, done });
    lease.owns(sessions.size);
  }

  const claim = () =>
    inTurn(async () => {
      const room = Math.min(parts.maxSessions - sessions.size, CLAIM_AT_ONCE);
      if (room <= 0 || stopping.signal.aborted || !lease.holds()) return;
      for (const claimed of await ownership.claim(room)) take(claimed);
    });

  function count(): void {
    const byState = new Map<string, number>(SESSION_STATES.map((state) => [state, 0]));
    for (const { session } of sessions.values())
      byState.set(session.state, (byState.get(session.state) ?? 0) + 1);
    for (const [state, number] of byState) metrics.sessions.set({ state }, number);
  }

  async function claimUntilStopped(): Promise<void> {
    while (!stopping.signal.aborted) {
      await claim().catch((error: unknown) => logger.warn({ err: error }, 'could not look for sessions'));
      count();
      await sleep(CLAIM_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function drainAll(): Promise<void> {
    stopping.abort();
    for (const { session } of sessions.values()) session.drain();
    await Promise.all([...sessions.values()].map(({ done }) => done));
    await lease.end();
    await ownership.end();
  }

  return {
    async run() {
      await untilHeld(lease);
      subscriber.on('message', (_channel, id) => {
        const owned = sessions.get(id);
        if (owned !== undefined) owned.session.wake();
        else void claim().catch(() => undefined);
      });
      await subscriber.subscribe(channels.wish);
      await claimUntilStopped();
    },
    drain() {
      drained ??= drainAll();
      return drained;
    },
  };
}
