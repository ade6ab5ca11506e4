import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import type { StateCode } from '@wagw/shared/sessions/session-state';
import { readSession, type SessionRecord } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { exponentialDelay } from '../backoff.ts';
import type { DueWork } from '../due-work.ts';
import type { Engine, EngineFactory } from '../engine/engine.ts';
import type { InboxEvent } from '../events/inbox.ts';
import type { Reconcile } from '../events/reconcile.ts';
import type { Recorder } from '../events/recorder.ts';
import type { Lease } from '../lease/lease.ts';
import type { Lane } from '../messages/lane.ts';
import type { WorkerMetrics } from '../metrics.ts';
import { createSignal } from '../signal.ts';
import { Connection, type LifeEnd } from './connection.ts';
import { HealthMonitor } from './health-monitor.ts';
import type { HealthNotes } from './health-notes.ts';
import type { Ownership } from './ownership.ts';
import { answerPairing } from './pairing.ts';
import { NO_LOGIN, StateReport } from './state-report.ts';

/** An owner is told of every change; this is for what nobody could tell. */
const LOOK_EVERY_MS = 300_000;
/** After a step that failed. */
const LOOK_AGAIN_MS = 2_000;
const FIRST_RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 300_000;
/** A connection that lasted this long was a good one: the next restart begins with the shortest wait again. */
const PROVEN_MS = 60_000;
/** How long a log-out waits for a connection through which it can tell WhatsApp. */
const LOGOUT_CONNECT_MS = 60_000;
const OVERDUE_GRACE_MS = 1_000;
/** States of a session that does not run, and that a wish to stop leaves as they are. */
const RESTING: ReadonlySet<StateCode> = new Set([
  'logged_out',
  'not_scanned',
  'blocked',
  'stopped',
  'unused',
]);
/** Only a person can go on from these; until one starts the session again, it rests. */
const FINAL_ENDS: ReadonlySet<LifeEnd> = new Set(['logged_out', 'not_scanned', 'blocked']);

/** Keeps a session's login where other hosts find it. */
export interface LoginKeeping {
  /** Brings the newest login to this host. Rejects when there is one that cannot be had now. */
  beforeStart(record: SessionRecord): Promise<void>;
  onReady(): void;
  /** The connection was ended in order: the login is whole. Never rejects. */
  onStopped(): Promise<void>;
  /** The login is gone, here and at WhatsApp. Never rejects. */
  onLoggedOut(): Promise<void>;
}

export interface OwnedSessionParts {
  readonly redis: Redis;
  readonly fence: Fence;
  readonly engines: EngineFactory;
  readonly ownership: Ownership;
  readonly lease: Lease;
  readonly recorder: Recorder;
  readonly inbox: (event: InboxEvent) => Promise<void>;
  /** Tells of acknowledgements that do not come; as long as the session is ours, connected or not. */
  readonly overdue: Pick<DueWork, 'open' | 'close'>;
  /** Finds what happened while nobody listened, and hands it on. */
  readonly reconcile: Reconcile;
  /** Makes the session's lane, which sends through the engine that is running at that moment. */
  readonly lane: (engine: () => Engine | undefined, tell: (event: InboxEvent) => void) => Lane;
  /** Runs a start when it is its turn, so that not all sessions start at once. */
  readonly inTurn: (start: () => Promise<void>) => Promise<void>;
  readonly logins: LoginKeeping;
  readonly healthCheckMs: number;
  readonly notes: HealthNotes;
  /** A session that wants others goes elsewhere. */
  readonly workerLabels: readonly string[];
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** A session in the hands of this worker: makes what is follow what is wished, until it is given up or lost. */
export class OwnedSession {
  readonly #parts: OwnedSessionParts;
  readonly #report: StateReport;
  readonly #connection: Connection;
  readonly #health: HealthMonitor;
  #failures = 0;
  /** Times of `performance.now`: a wall clock that jumps must not keep a session waiting. */
  #notBefore = 0;
  #lookAt = 0;
  #lastWish = 0;
  #lastActivityAt = 0;
  #labels: readonly string[] = [];
  #answeredPairing: string | undefined;
  /** It has been read once: how the owner before has left it is known. */
  #isKnown = false;
  #draining = false;
  #isUnhealthy = false;
  #isOffline = false;
  #over = false;
  #woken = createSignal();

  constructor(parts: OwnedSessionParts) {
    this.#parts = parts;
    this.#report = new StateReport({ ...parts, onFenced: () => this.wake() });
    this.#connection = new Connection(parts, this.#report, {
      ended: (reason, readyMs) => this.#onEnded(reason, readyMs),
    });
    this.#health = new HealthMonitor({
      ...parts,
      everyMs: parts.healthCheckMs,
      report: this.#report,
      engine: () => this.#connection.engine,
      restart: () => {
        this.#isUnhealthy = true;
        this.wake();
      },
    });
  }

  get id(): string {
    return this.#parts.fence.sessionId;
  }

  get code(): StateCode {
    return this.#report.code;
  }

  /** When its last message was sent or received, as far as this owner has read, in unix milliseconds. */
  get lastActivityAt(): number {
    return this.#lastActivityAt;
  }

  /** It was told to go elsewhere. */
  get isLeaving(): boolean {
    return this.#draining;
  }

  get labels(): readonly string[] {
    return this.#labels;
  }

  /** What its processes were measured to use last, in bytes. */
  get memoryBytes(): number | undefined {
    return this.#health.memoryBytes;
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

  /** Takes the connection from the network, for whoever cannot prove that the session is still ours. It comes back by `wake`. */
  async cutOff(): Promise<void> {
    this.#isOffline = true;
    await this.#connection.engine?.setOffline(true);
  }

  /** Resolves when the session is not ours any more. */
  async run(): Promise<void> {
    this.#health.start();
    await this.#parts.overdue.open();
    while (!this.#over) {
      this.#woken = createSignal();
      this.#lookAt = performance.now() + LOOK_EVERY_MS * (0.9 + 0.2 * Math.random());
      try {
        await this.#step();
      } catch (error) {
        this.#parts.logger.error({ err: error }, 'session step failed; trying again');
        this.#lookAt = performance.now() + LOOK_AGAIN_MS;
      }
      if (!this.#over) await this.#untilWoken();
    }
    await this.#parts.overdue.close(OVERDUE_GRACE_MS);
    await this.#health.stop();
  }

  async #step(): Promise<void> {
    // What else is wished is for the next owner to do; that the session is still ours is checked when it is released.
    if (this.#draining && this.#isKnown) return this.#handOver();
    const record = await readSession(this.#parts.redis, this.id);
    if (record === undefined || !this.#owns(record)) await this.#abandon();
    else await this.#follow(record);
  }

  #owns({ owner, epoch }: SessionRecord): boolean {
    return owner === this.#parts.fence.owner && epoch === this.#parts.fence.epoch;
  }

  async #untilWoken(): Promise<void> {
    const restartAt = this.#connection.engine === undefined ? this.#notBefore : Number.POSITIVE_INFINITY;
    const wait = Math.min(this.#lookAt, restartAt, this.#connection.reconcileDue) - performance.now();
    const { fired, fire } = this.#woken;
    const timer = setTimeout(fire, Math.max(0, wait));
    await fired;
    clearTimeout(timer);
  }

  async #follow(record: SessionRecord): Promise<void> {
    const { ownership, fence, lease } = this.#parts;
    this.#isKnown = true;
    this.#report.continueFrom(record);
    this.#health.continueFrom(record);
    this.#labels = record.labels;
    this.#lastActivityAt = record.lastActivityAt ?? record.createdAt;
    const isMisplaced = record.labels.some((label) => !this.#parts.workerLabels.includes(label));
    if (this.#draining || isMisplaced || record.request === 'move') return this.#handOver();
    if (record.request === 'logout' || record.request === 'delete') {
      return this.#logOut(record, record.request);
    }
    if (record.desired === 'stopped') {
      await this.#stopEngine();
      // Why it rests already is more than that it was asked to.
      if (!RESTING.has(this.#report.code)) await this.#report.enter(record.stopCode ?? 'stopped');
      return this.#release();
    }
    if (record.request === 'restart') {
      await this.#stopEngine();
      await ownership.finishRequest(fence, 'restart');
    }
    if (this.#isUnhealthy) {
      this.#isUnhealthy = false;
      await this.#stopEngine();
      await this.#comeBackLater('unresponsive');
    }
    if (record.wish !== this.#lastWish) {
      this.#lastWish = record.wish;
      this.#failures = 0;
      this.#notBefore = 0;
    }
    if (!lease.holds()) return;
    if (this.#connection.engine === undefined && performance.now() >= this.#notBefore) {
      await this.#connection.open(record);
    }
    if (this.#isOffline) {
      this.#isOffline = false;
      await this.#connection.engine?.setOffline(false);
    }
    this.#answerPairing(record);
    if (this.#report.code === 'ready' && performance.now() >= this.#connection.reconcileDue) {
      this.#connection.reconcile();
    }
  }

  #answerPairing({ pairing }: SessionRecord): void {
    if (pairing === undefined || pairing.code !== undefined || pairing.error !== undefined) return;
    if (this.#answeredPairing === pairing.requestId) return;
    this.#answeredPairing = pairing.requestId;
    const enter = (code: StateCode) => this.#report.enter(code);
    answerPairing(pairing, this.#connection.engine, this.#parts, enter).catch((error: unknown) =>
      this.#parts.logger.error({ err: error }, 'a pairing request was not answered'),
    );
  }

  async #stopEngine(): Promise<void> {
    if (this.#connection.engine === undefined) return;
    await this.#connection.close((engine) => engine.stop());
    await this.#parts.logins.onStopped();
  }

  async #onEnded(reason: LifeEnd, readyMs: number | undefined): Promise<void> {
    if (FINAL_ENDS.has(reason)) {
      await this.#report.enter(reason, {
        desired: 'stopped',
        ...(reason === 'logged_out' ? NO_LOGIN : {}),
      });
      if (reason === 'logged_out') await this.#parts.logins.onLoggedOut();
    } else {
      if (readyMs !== undefined && readyMs > PROVEN_MS) this.#failures = 0;
      await this.#comeBackLater(reason);
    }
    this.wake();
  }

  /** The next life begins after a wait that grows with every life that was no good one. */
  async #comeBackLater(reason: StateCode): Promise<void> {
    const wait = exponentialDelay(this.#failures, FIRST_RESTART_MS, LONGEST_RESTART_MS);
    this.#notBefore = performance.now() + wait;
    this.#failures += 1;
    await this.#report.enter(reason);
  }

  async #logOut(record: SessionRecord, request: 'logout' | 'delete'): Promise<void> {
    const { ownership, fence, engines, logins } = this.#parts;
    this.#connection.leave();
    if (this.#report.code !== 'logged_out' && this.#report.code !== 'created') {
      // WhatsApp can only be told over a connection.
      await this.#connection.openToLeave(record, LOGOUT_CONNECT_MS);
    }
    await this.#connection.close((engine) => engine.logout());
    await engines.wipe(this.id);
    await logins.onLoggedOut();
    if (request === 'delete') await this.#connection.wipeLane();
    await this.#report.enter(request === 'delete' ? 'deleted' : 'logged_out', NO_LOGIN);
    if (request === 'delete') {
      await ownership.forget(fence);
      this.#over = true;
      return;
    }
    await ownership.finishRequest(fence, request);
    await this.#release();
  }

  async #handOver(): Promise<void> {
    await this.#stopEngine();
    const told = RESTING.has(this.#report.code) ? undefined : this.#report.enter('moving');
    // Redis does first what it is told first. Events that wait for the lease must not be overtaken.
    if (!this.#parts.lease.holds()) await told;
    await Promise.all([told, this.#release()]);
  }

  /** Another worker has the session: nothing may be written any more. */
  async #abandon(): Promise<void> {
    this.#parts.logger.warn('the session belongs to another worker now');
    await this.#connection.close((engine) => engine.stop());
    this.#over = true;
  }

  async #release(): Promise<void> {
    await this.#parts.ownership.release(this.#parts.fence);
    this.#over = true;
  }
}
