import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import type { SessionState, StateCode } from '@wagw/shared/sessions/session-state';
import { readSession, type SessionRecord } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { exponentialDelay } from '../backoff.ts';
import type { Account, EndReason, Engine, EngineEvent, EngineFactory } from '../engine/engine.ts';
import type { InboxEvent } from '../events/inbox.ts';
import type { Reconcile } from '../events/reconcile.ts';
import type { Recorder } from '../events/recorder.ts';
import type { Lease } from '../lease/lease.ts';
import type { Lane } from '../messages/lane.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { Ownership } from './ownership.ts';
import { answerPairing } from './pairing.ts';
import { comesBack } from './session-events.ts';
import { createSignal, type Signal } from './signal.ts';
import { NO_LOGIN, StateReport } from './state-report.ts';

/** How often an owner looks at the wish for its session even when nobody announced a change. */
const LOOK_EVERY_MS = 2_000;
const FIRST_RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 300_000;
/** A connection that lasted this long was a good one: the next restart begins with the shortest wait again. */
const PROVEN_MS = 60_000;
/** How long a log-out waits for a connection through which it can tell WhatsApp. */
const LOGOUT_CONNECT_MS = 60_000;
const LANE_GRACE_MS = 5_000;
/** States of a session that does not run, and that a wish to stop leaves as they are. */
const RESTING: ReadonlySet<StateCode> = new Set(['logged_out', 'not_scanned', 'stopped']);
/** Between two searches for missed messages while connected. */
const RECONCILE_EVERY_MS = 300_000;
/** After one that could not read everything. */
const RECONCILE_AGAIN_MS = 10_000;

export interface OwnedSessionParts {
  readonly redis: Redis;
  readonly fence: Fence;
  readonly engines: EngineFactory;
  readonly ownership: Ownership;
  readonly lease: Lease;
  readonly recorder: Recorder;
  readonly inbox: (event: InboxEvent) => Promise<void>;
  /** Finds what happened while nobody listened, and hands it on. */
  readonly reconcile: Reconcile;
  /** Makes the session's lane, which sends through the engine that is running at that moment. */
  readonly lane: (engine: () => Engine | undefined, tell: (event: InboxEvent) => void) => Lane;
  /** Runs a start when it is its turn, so that not all sessions start at once. */
  readonly inTurn: (start: () => Promise<void>) => Promise<void>;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** One life of an engine, as its session sees it. */
interface Life {
  readonly engine: Engine;
  readonly startedAt: number;
  readyAt: number | undefined;
  /** The first sign of what the start led to: a QR code, a connection, or its end. */
  readonly settled: Signal;
}

/** A session in the hands of this worker: makes what is follow what is wished, until it is given up or lost. */
export class OwnedSession {
  readonly #parts: OwnedSessionParts;
  readonly #lane: Lane;
  readonly #report: StateReport;
  #life: Life | undefined;
  #failures = 0;
  #notBefore = 0;
  #lastWish = 0;
  #reconcileDue = Number.POSITIVE_INFINITY;
  #answeredPairing: string | undefined;
  #draining = false;
  /** The connection only serves to log out: nothing is sent over it any more. */
  #leaving = false;
  #over = false;
  #woken = createSignal();
  /** What the engine reports is taken down one after the other, in its order. */
  #work: Promise<void> = Promise.resolve();

  constructor(parts: OwnedSessionParts) {
    this.#parts = parts;
    this.#report = new StateReport({ ...parts, onFenced: () => this.wake() });
    this.#lane = parts.lane(
      () => this.#life?.engine,
      (event) => this.#enqueue(event),
    );
  }

  get id(): string {
    return this.#parts.fence.sessionId;
  }

  get state(): SessionState {
    return this.#report.state;
  }

  /** Says that the wish may have changed. */
  wake(): void {
    this.#woken.fire();
  }

  /** Ends the connection, keeping the login, and gives the session up for the next worker. */
  drain(): void {
    this.#draining = true;
    this.wake();
  }

  /** Resolves when the session is not ours any more. */
  async run(): Promise<void> {
    while (!this.#over) {
      this.#woken = createSignal();
      try {
        const record = await readSession(this.#parts.redis, this.id);
        if (record === undefined || !this.#owns(record)) await this.#abandon();
        else await this.#follow(record);
      } catch (error) {
        this.#parts.logger.error({ err: error }, 'session step failed; trying again');
      }
      if (!this.#over) await this.#untilWoken();
    }
  }

  #owns({ owner, epoch }: SessionRecord): boolean {
    return owner === this.#parts.fence.owner && epoch === this.#parts.fence.epoch;
  }

  async #untilWoken(): Promise<void> {
    const due = this.#life === undefined ? this.#notBefore - Date.now() : LOOK_EVERY_MS;
    const timer = new AbortController();
    const wait = Math.min(Math.max(due, 0), LOOK_EVERY_MS);
    await Promise.race([
      this.#woken.fired,
      sleep(wait, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
  }

  async #follow(record: SessionRecord): Promise<void> {
    const { ownership, fence } = this.#parts;
    this.#report.continueFrom(record);
    if (this.#draining) {
      await this.#stopEngine();
      return this.#release();
    }
    if (record.request === 'logout' || record.request === 'delete') return this.#logOut(record.request);
    if (record.desired === 'stopped') {
      await this.#stopEngine();
      // Why it rests already is more than that it was asked to.
      if (!RESTING.has(this.#report.code)) await this.#report.enter('stopped');
      return this.#release();
    }
    if (record.request === 'restart') {
      await this.#stopEngine();
      await ownership.finishRequest(fence, 'restart');
    }
    if (record.wish !== this.#lastWish) {
      this.#lastWish = record.wish;
      this.#failures = 0;
      this.#notBefore = 0;
    }
    const mayStart = Date.now() >= this.#notBefore && this.#parts.lease.holds();
    if (this.#life === undefined && mayStart) await this.#startEngine();
    const { pairing } = record;
    if (pairing !== undefined && pairing.code === undefined && pairing.error === undefined) {
      if (this.#answeredPairing !== pairing.requestId) {
        this.#answeredPairing = pairing.requestId;
        this.#background(
          answerPairing(pairing, this.#life?.engine, this.#parts, (code) => this.#report.enter(code)),
        );
      }
    }
    if (this.#report.code === 'ready' && Date.now() >= this.#reconcileDue) {
      const life = this.#life;
      this.#reconcileDue = Number.POSITIVE_INFINITY;
      this.#work = this.#work.then(() => this.#reconcile(life));
    }
  }

  async #startEngine(): Promise<Life> {
    await this.#report.enter('starting');
    const engine = this.#parts.engines.create(this.id, (event) => this.#onEngineEvent(life, event));
    const life: Life = { engine, startedAt: Date.now(), readyAt: undefined, settled: createSignal() };
    this.#life = life;
    this.#background(
      this.#parts.inTurn(async () => {
        if (this.#life !== life) return;
        await engine.start();
        await life.settled.fired;
      }),
    );
    return life;
  }

  #stopEngine(): Promise<void> {
    return this.#endLife((engine) => engine.stop());
  }

  async #endLife(end: (engine: Engine) => Promise<void>): Promise<void> {
    const life = this.#life;
    // The send under way may finish while there is still an engine to finish it.
    await this.#lane.close(LANE_GRACE_MS);
    this.#life = undefined;
    if (life !== undefined) await end(life.engine);
    life?.settled.fire();
    await this.#work;
    // A report that was just being taken down may have opened it again.
    await this.#lane.close(0);
  }

  #onEngineEvent(life: Life, event: EngineEvent): void {
    if (event.type === 'qr' || event.type === 'ready' || event.type === 'ended') life.settled.fire();
    this.#enqueue(event, life);
  }

  #enqueue(event: EngineEvent, life = this.#life): void {
    this.#work = this.#work
      .then(() => this.#take(event, life))
      .catch((error: unknown) => {
        this.#parts.logger.error({ err: error, event: event.type }, 'could not take down an event');
      });
  }

  async #take(event: EngineEvent, life: Life | undefined): Promise<void> {
    const current = life !== undefined && this.#life === life;
    switch (event.type) {
      case 'qr':
        if (current) await this.#report.showQr(event.qr, event.expiresAt);
        return;
      case 'authenticating':
        if (current) await this.#report.enter('authenticating');
        return;
      case 'ready':
        if (current) await this.#onReady(life, event.account);
        return;
      case 'interrupted':
        if (!current) return;
        await this.#lane.close(LANE_GRACE_MS);
        return this.#report.enter('interrupted');
      case 'ended':
        this.#parts.logger.info({ reason: event.reason, detail: event.detail }, 'connection ended');
        this.#parts.metrics.sessionEnds.inc({ reason: event.reason });
        // An engine that we ended ourselves has been let go of before.
        if (current) await this.#onEnded(life, event.reason);
        return;
      default:
        return this.#parts.inbox(event);
    }
  }

  async #onReady(life: Life, account: Account): Promise<void> {
    life.readyAt ??= Date.now();
    await this.#report.enterReady(account);
    if (!this.#leaving) await this.#lane.open();
    await this.#reconcile(life);
  }

  async #onEnded(life: Life, reason: EndReason): Promise<void> {
    this.#life = undefined;
    await this.#lane.close(LANE_GRACE_MS);
    if (life.readyAt !== undefined) {
      const data = { reason, isReconnectable: comesBack(reason) };
      await this.#parts.recorder.record({ event: 'disconnected', data });
    }
    if (reason === 'logged_out' || reason === 'not_scanned') {
      // Only a person can go on from here; until one starts the session again, it rests.
      await this.#report.enter(reason, { desired: 'stopped', ...(reason === 'logged_out' ? NO_LOGIN : {}) });
    } else {
      const lasted = life.readyAt !== undefined && Date.now() - life.readyAt > PROVEN_MS;
      if (lasted) this.#failures = 0;
      this.#notBefore = Date.now() + exponentialDelay(this.#failures, FIRST_RESTART_MS, LONGEST_RESTART_MS);
      this.#failures += 1;
      await this.#report.enter(reason);
    }
    this.wake();
  }

  async #logOut(request: 'logout' | 'delete'): Promise<void> {
    const { ownership, fence, engines } = this.#parts;
    this.#leaving = true;
    if (this.#life === undefined && this.#report.code !== 'logged_out' && this.#report.code !== 'created') {
      // WhatsApp can only be told over a connection.
      const { settled } = await this.#startEngine();
      await Promise.race([settled.fired, sleep(LOGOUT_CONNECT_MS, undefined, { ref: false })]);
    }
    await this.#endLife((engine) => engine.logout());
    await engines.wipe(this.id);
    if (request === 'delete') await this.#lane.wipe();
    await this.#report.enter(request === 'delete' ? 'deleted' : 'logged_out', NO_LOGIN);
    if (request === 'delete') {
      await ownership.forget(fence);
      this.#over = true;
      return;
    }
    await ownership.finishRequest(fence, request);
    await this.#release();
  }

  /** Runs within the queue of reports, so that what is found stands before what comes next. */
  async #reconcile(life: Life | undefined): Promise<void> {
    if (life === undefined || this.#life !== life) return;
    const complete = await this.#parts.reconcile(life.engine, life.startedAt, (event) =>
      this.#take(event, life),
    );
    this.#reconcileDue = Date.now() + (complete ? RECONCILE_EVERY_MS : RECONCILE_AGAIN_MS);
  }

  /** Another worker has the session: nothing may be written any more. */
  async #abandon(): Promise<void> {
    this.#parts.logger.warn('the session belongs to another worker now');
    await this.#stopEngine();
    this.#over = true;
  }

  async #release(): Promise<void> {
    await this.#parts.ownership.release(this.#parts.fence);
    this.#over = true;
  }

  #background(task: Promise<unknown>): void {
    task.catch((error: unknown) => this.#parts.logger.error({ err: error }, 'background task failed'));
  }
}
