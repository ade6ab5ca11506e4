import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { STATE_CODES } from '@wagw/shared/sessions/session-state';
import type { SessionHealth, SessionRecord } from '@wagw/shared/sessions/session-store';
import type { Engine } from '../engine/engine.ts';
import type { Recorder } from '../events/recorder.ts';
import type { Lease } from '../lease/lease.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { HealthNotes } from './health-notes.ts';
import { needsPerson } from './session-events.ts';
import type { StateReport } from './state-report.ts';

/** Failed checks in a row, after which somebody is told. */
const ALERT_AFTER = 2;
/** Failed probes in a row, after which a connection that calls itself ready is begun anew. */
const RESTART_AFTER = 3;

/** That all is as it was is written down this often; ten thousand sessions write a lot. */
const NOTE_EVERY_MS = 55_000;

export interface HealthMonitorParts {
  readonly fence: Fence;
  readonly lease: Lease;
  readonly notes: HealthNotes;
  readonly recorder: Recorder;
  readonly report: StateReport;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
  readonly everyMs: number;
  readonly engine: () => Engine | undefined;
  /** Begins the connection anew. */
  readonly restart: () => void;
}

/**
 * Checks a session on an interval: one that is ready by a real probe, one that should come back by whether it has. Tells of
 * what stays wrong, and starts anew what only seems to be well.
 */
export class HealthMonitor {
  readonly #parts: HealthMonitorParts;
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> = Promise.resolve();
  #isStopped = false;
  #failures = 0;
  #isAlerted = false;
  #alert: SessionHealth['alert'];
  #recoveries = 0;
  #hasContinued = false;
  #noted = { findings: '', at: 0 };
  #memoryBytes: number | undefined;

  constructor(parts: HealthMonitorParts) {
    this.#parts = parts;
  }

  /** As it was measured last; undefined before. */
  get memoryBytes(): number | undefined {
    return this.#memoryBytes;
  }

  /** Checks from now on, until it is stopped. */
  start(): void {
    // Spread, so that the sessions of a worker are not all checked in the same moment.
    const waitMs = this.#parts.everyMs * (0.8 + 0.4 * Math.random());
    this.#timer = setTimeout(() => {
      this.#checking = this.#checkLogged();
    }, waitMs).unref();
  }

  /** Resolves when the check under way is over. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#checking;
  }

  /** Goes on from what the owner before has written. */
  continueFrom({ health }: SessionRecord): void {
    if (this.#hasContinued) return;
    this.#hasContinued = true;
    this.#recoveries = health.recoveries;
    this.#isAlerted = health.isAlerted;
    this.#alert = health.alert;
  }

  async #checkLogged(): Promise<void> {
    try {
      if (this.#parts.lease.holds()) await this.#check();
    } catch (error) {
      this.#parts.logger.warn({ err: error }, 'a health check broke');
    }
    if (!this.#isStopped) this.start();
  }

  async #check(): Promise<void> {
    const { engine: current, report, metrics } = this.#parts;
    const engine = current();
    this.#memoryBytes = await engine?.memoryBytes();
    const { code } = report;
    // Whoever must scan or act has been told by the state itself.
    if (!report.isLinked || needsPerson(code)) return this.#note({});
    let problem: string | undefined = code;
    if (code === 'ready' && engine !== undefined) {
      const probe = await engine.probe();
      // It ended or was interrupted meanwhile, which is another matter.
      if (current() !== engine || report.code !== 'ready') return;
      problem = probe.healthy ? undefined : probe.detail;
    }
    metrics.healthChecks.inc({ result: problem === undefined ? 'healthy' : 'unhealthy' });
    if (problem === undefined) return this.#isWell();
    await this.#isNotWell(problem);
  }

  async #isWell(): Promise<void> {
    this.#failures = 0;
    if (this.#isAlerted) {
      this.#isAlerted = false;
      this.#alert = undefined;
      await this.#tell('resolved', 'The session works again.');
    }
    await this.#note({ heartbeatAt: Date.now() });
  }

  async #isNotWell(problem: string): Promise<void> {
    const { report, logger, metrics, restart } = this.#parts;
    this.#failures += 1;
    logger.warn({ problem, failures: this.#failures }, 'session is not well');
    if (this.#failures >= ALERT_AFTER && !this.#isAlerted) {
      this.#isAlerted = true;
      const sentence =
        report.code === 'ready'
          ? `The connection does not work: ${problem}. It is started again if it does not recover.`
          : STATE_CODES[report.code].sentence;
      this.#alert = { since: Date.now(), message: sentence };
      await this.#tell('warning', sentence);
    }
    if (this.#failures >= RESTART_AFTER && report.code === 'ready') {
      this.#failures = 0;
      this.#recoveries += 1;
      metrics.recoveries.inc();
      restart();
    }
    await this.#note({});
  }

  async #tell(level: 'warning' | 'resolved', message: string): Promise<void> {
    const { recorder, report } = this.#parts;
    const { code } = report;
    await recorder.record({
      event: 'session.alert',
      data: { level, state: STATE_CODES[code].state, code, message, failures: this.#failures },
    });
  }

  /** Where `GET /health/sessions/:id` finds it. */
  async #note(fields: { readonly heartbeatAt?: number }): Promise<void> {
    const { notes, fence } = this.#parts;
    const findings = JSON.stringify([this.#failures, this.#isAlerted, this.#recoveries]);
    const now = performance.now();
    const isNews = findings !== this.#noted.findings;
    if (!isNews && now - this.#noted.at < NOTE_EVERY_MS) return;
    this.#noted = { findings, at: now };
    const health = {
      checkedAt: Date.now(),
      failures: this.#failures,
      isAlerted: this.#isAlerted,
      alert: this.#alert,
      recoveries: this.#recoveries,
      memoryBytes: this.#memoryBytes ?? null,
    };
    if (isNews) await notes.write(fence, { health, ...fields });
    else notes.writeSoon(fence, { health, ...fields });
  }
}
