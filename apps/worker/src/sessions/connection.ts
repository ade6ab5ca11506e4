import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { EndReason, Engine, EngineEvent } from '../engine/engine.ts';
import type { Lane } from '../messages/lane.ts';
import { createSignal, type Signal } from '../signal.ts';
import type { OwnedSessionParts } from './owned-session.ts';
import { comesBack } from './session-events.ts';
import type { StateReport } from './state-report.ts';

const LANE_GRACE_MS = 5_000;
/** Between two searches for missed messages while connected. */
const RECONCILE_EVERY_MS = 300_000;
/** After one that could not read everything. */
const RECONCILE_AGAIN_MS = 10_000;

/** Why a life ended: what the engine says, or that there was no login to start it with. */
export type LifeEnd = EndReason | 'login_unavailable';

export interface ConnectionListener {
  /** @param readyMs how long it had been ready; undefined when it never was */
  ended(reason: LifeEnd, readyMs: number | undefined): Promise<void>;
}

/** One life of an engine, as its session sees it. */
interface Life {
  readonly engine: Engine;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** By `performance.now`. */
  readyAt: number | undefined;
  /** The first sign of what the start led to: a QR code, a connection, or its end. */
  readonly settled: Signal;
  /** It is about to end: what a search for missed messages still finds is left to the next life. */
  isLeaving: boolean;
}

/**
 * A session's connection to WhatsApp: one engine at a time, the lane that is open while it is ready, and everything that
 * it reports, taken down in its order.
 */
export class Connection {
  readonly #parts: OwnedSessionParts;
  readonly #report: StateReport;
  readonly #listener: ConnectionListener;
  readonly #lane: Lane;
  #life: Life | undefined;
  #reconcileDue = Number.POSITIVE_INFINITY;
  /** It only serves to log out: nothing is sent over it any more. */
  #leaving = false;
  /** What the engine reports is taken down one after the other, in its order. */
  #work: Promise<void> = Promise.resolve();

  constructor(parts: OwnedSessionParts, report: StateReport, listener: ConnectionListener) {
    this.#parts = parts;
    this.#report = report;
    this.#listener = listener;
    this.#lane = parts.lane(
      () => this.engine,
      (event) => this.#enqueue(event, this.#life),
    );
  }

  get engine(): Engine | undefined {
    return this.#life?.engine;
  }

  /** When the next search for missed messages is due, by `performance.now`. */
  get reconcileDue(): number {
    return this.#reconcileDue;
  }

  /** Begins a life. It goes on in the background, when it is its turn. */
  async open(record: SessionRecord): Promise<void> {
    const { engines, fence, logins, inTurn } = this.#parts;
    await this.#report.enter('starting');
    const engine = engines.create(fence.sessionId, (event) => this.#onEngineEvent(life, event));
    const life: Life = {
      engine,
      startedAt: Date.now(),
      readyAt: undefined,
      settled: createSignal(),
      isLeaving: false,
    };
    this.#life = life;
    this.#background(
      inTurn(async () => {
        if (this.#life !== life) return;
        try {
          await logins.beforeStart(record);
        } catch (error) {
          this.#parts.logger.warn({ err: error }, 'the stored login cannot be fetched');
          this.#then(() => this.#onEnded(life, 'login_unavailable'));
          return;
        }
        if (this.#life !== life) return;
        await engine.start();
        await life.settled.fired;
      }),
    );
  }

  /** Opens a connection through which WhatsApp can be told of a log-out. Resolves when it is there, or is not to be had. */
  async openToLeave(record: SessionRecord, waitMs: number): Promise<void> {
    if (this.#life === undefined) await this.open(record);
    await Promise.race([this.#life?.settled.fired, sleep(waitMs, undefined, { ref: false })]);
  }

  /** From now on the lane stays closed. */
  leave(): void {
    this.#leaving = true;
  }

  /** Ends the life, if there is one, after the send under way and everything that was reported. */
  async close(end: (engine: Engine) => Promise<void>): Promise<void> {
    const life = this.#life;
    if (life !== undefined) life.isLeaving = true;
    // The send under way may finish while there is still an engine to finish it.
    await this.#lane.close(LANE_GRACE_MS);
    this.#life = undefined;
    if (life !== undefined) await end(life.engine);
    life?.settled.fire();
    await this.#work;
    // A report that was just being taken down may have opened it again.
    await this.#lane.close(0);
  }

  /** Gives every open message up, for a session that is deleted. */
  async wipeLane(): Promise<void> {
    await this.#lane.wipe();
  }

  /** Looks for missed messages within the queue of reports, so that what is found stands before what comes next. */
  reconcile(): void {
    const life = this.#life;
    this.#reconcileDue = Number.POSITIVE_INFINITY;
    this.#then(() => this.#reconcile(life));
  }

  #onEngineEvent(life: Life, event: EngineEvent): void {
    if (event.type === 'qr' || event.type === 'ready' || event.type === 'ended') life.settled.fire();
    this.#enqueue(event, life);
  }

  #enqueue(event: EngineEvent, life: Life | undefined): void {
    this.#then(() => this.#take(event, life));
  }

  #then(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch((error: unknown) => {
      this.#parts.logger.error({ err: error }, 'could not take down what was reported');
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
        if (!current) return;
        life.readyAt ??= performance.now();
        await this.#report.enterReady(event.account);
        if (!this.#leaving) await this.#lane.open();
        this.#parts.logins.onReady();
        return this.#reconcile(life);
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

  async #onEnded(life: Life, reason: LifeEnd): Promise<void> {
    if (this.#life !== life) return;
    this.#life = undefined;
    this.#reconcileDue = Number.POSITIVE_INFINITY;
    life.settled.fire();
    await this.#lane.close(LANE_GRACE_MS);
    if (life.readyAt !== undefined) {
      const data = { reason, isReconnectable: comesBack(reason) };
      await this.#parts.recorder.record({ event: 'disconnected', data });
    }
    const readyMs = life.readyAt === undefined ? undefined : performance.now() - life.readyAt;
    await this.#listener.ended(reason, readyMs);
  }

  async #reconcile(life: Life | undefined): Promise<void> {
    if (life === undefined || this.#life !== life) return;
    const complete = await this.#parts.reconcile(life.engine, life.startedAt, async (event) => {
      if (life.isLeaving) throw new Error('the connection is about to end; the next one goes on');
      await this.#take(event, life);
    });
    if (this.#life !== life) return;
    this.#reconcileDue = performance.now() + (complete ? RECONCILE_EVERY_MS : RECONCILE_AGAIN_MS);
  }

  #background(task: Promise<unknown>): void {
    task.catch((error: unknown) => this.#parts.logger.error({ err: error }, 'background task failed'));
  }
}
