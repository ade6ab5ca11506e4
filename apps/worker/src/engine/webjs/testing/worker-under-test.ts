import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Engine, EngineFactory } from '../../engine.ts';
import { groupsWithArgument } from '../process-group.ts';
import type { WebjsTimings } from '../timings.ts';
import { createWebjsEngineFactory } from '../webjs-engine-factory.ts';
import { History } from './history.ts';

export interface Life {
  readonly engine: Engine;
  readonly history: History;
}

export interface WorkerOptions {
  readonly extraArgs?: readonly string[];
  readonly executablePath?: string;
  readonly timings?: Partial<WebjsTimings>;
}

/** Short enough for a test, long enough for a busy machine. */
const testTimings: Partial<WebjsTimings> = {
  heartbeatEveryMs: 300,
  storeMs: 0,
  closeMs: 15_000,
  sendMs: 8_000,
  callMs: 8_000,
};

/** A folder of profiles and a factory upon it, as a worker has them. */
export class WorkerUnderTest {
  readonly profilesPath: string;
  readonly #options: WorkerOptions;
  readonly #lives: Life[] = [];

  private constructor(profilesPath: string, options: WorkerOptions) {
    this.profilesPath = profilesPath;
    this.#options = options;
  }

  static async create(options: WorkerOptions = {}): Promise<WorkerUnderTest> {
    return new WorkerUnderTest(await mkdtemp(join(tmpdir(), 'wagw-profiles-')), options);
  }

  factory(options: WorkerOptions = {}): EngineFactory {
    return createWebjsEngineFactory({
      executablePath: options.executablePath ?? this.#options.executablePath ?? '/usr/bin/chromium',
      extraArgs: options.extraArgs ?? this.#options.extraArgs ?? [],
      profilesPath: this.profilesPath,
      logger: pino({ level: 'silent' }),
      timings: { ...testTimings, ...this.#options.timings, ...options.timings },
    });
  }

  /** An engine that has been started, with all that it tells. */
  async start(sessionId = 'one', options: WorkerOptions = {}): Promise<Life> {
    const history = new History();
    const engine = this.factory(options).create(sessionId, history.listener);
    this.#lives.push({ engine, history });
    await engine.start();
    return { engine, history };
  }

  profilePath(sessionId = 'one'): string {
    return join(this.profilesPath, sessionId);
  }

  /** The process group of the session's browser, if it runs. */
  async browserGroup(sessionId = 'one'): Promise<number | undefined> {
    return (await groupsWithArgument(`--user-data-dir=${this.profilePath(sessionId)}`))[0];
  }

  async close(): Promise<void> {
    await Promise.all(this.#lives.map(({ engine }) => engine.stop()));
    await rm(this.profilesPath, { recursive: true, force: true });
  }
}
