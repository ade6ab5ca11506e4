import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '@wagw/shared/events/event-log';
import { keys, QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import type { Script, ScriptArgument, ScriptReply } from '@wagw/shared/redis/script';
import type { RedisQueueBackend } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Lease } from '../lease/lease.ts';
import { FENCED, FENCED_SCRIPTS, limit, putBack } from './fenced-scripts.ts';
import type { ForgottenJobs } from './forgotten-jobs.ts';
import type { LaneCalls } from './lane-calls.ts';
import { SharedBackend, type SharedBackendParts } from './shared-backend.ts';
import type { OnMember, Unwatch } from './shared-wait.ts';

/** How BullMQ's worker must be set with this backend. */
export const LANE_OPTIONS = {
  prefix: QUEUE_PREFIX,
  concurrency: 1,
  // The owner puts the lane in order first, and calls `run` then.
  autorun: false,
  // The fence says who may finish a job. The lock only tells two openings by one owner apart, so nothing renews it, and
  // nobody looks for jobs whose lock has run out: the fetch puts back what is left behind.
  lockDuration: 3_600_000,
  skipLockRenewal: true,
  skipStalledCheck: true,
  // Seconds until BullMQ looks by itself. Whatever a lane waits for wakes it.
  drainDelay: 86_400,
  // BullMQ only obeys a rate limit where a limiter is set; this one never limits by itself.
  limiter: { max: 1_000_000_000, duration: 1_000 },
};

export interface LaneBackendParts extends SharedBackendParts {
  readonly redis: Redis;
  readonly fence: Fence;
  readonly lease: Lease;
  readonly forgotten: ForgottenJobs;
  readonly calls: LaneCalls;
}

type RunScript = RedisQueueBackend['execCommand'];

/** What BullMQ understands as "no job, no delay". */
const NOTHING = [0, 0, 0, 0];
/** BullMQ's code for a job that is locked by someone else. */
const NOT_YOURS = -6;
const LEASE_LOOK_MS = 50;
/** A stranger listens to nothing; it looks again, in case it owns the session after all. */
const FENCED_LOOK_S = 2;

/** The backend of a lane's worker: whatever it fetches, finishes or puts back, it must own the session in that moment. */
export class LaneBackend extends SharedBackend {
  readonly #parts: LaneBackendParts;
  #isFenced = false;
  #unlist: (() => void) | undefined;

  constructor(parts: LaneBackendParts) {
    super(parts);
    this.#parts = parts;
  }

  override async waitForJob(seconds: number) {
    this.#unlist ??= this.#parts.forgotten.list([this.toKey('wait'), this.toKey('prioritized')], this);
    return this.#isFenced ? this.rest(Math.min(seconds, FENCED_LOOK_S)) : super.waitForJob(seconds);
  }

  override async disconnectBlocking(): Promise<void> {
    this.#unlist?.();
    this.#unlist = undefined;
    await super.disconnectBlocking();
  }

  /** The owner alone is called, and nobody else waits for its calls. */
  protected override listen(onMarker: OnMember): Unwatch {
    const { calls, fence } = this.#parts;
    return calls.listen(fence.owner, this.name, () => onMarker('0', 0));
  }

  protected override rested(): void {
    // What is added while a job is under way calls as well.
  }

  /** One that was stopped and wakes up looks at the clock before it asks Redis. */
  override async moveToActive(token: string, name?: string) {
    while (!this.#parts.lease.holds()) {
      if (this.isClosed) return NOTHING;
      await sleep(LEASE_LOOK_MS);
    }
    // First, so that what is added after this look is not missed.
    this.watch();
    return super.moveToActive(token, name);
  }

  override async execCommand(
    client: Parameters<RunScript>[0],
    name: string,
    args: Parameters<RunScript>[2],
  ): Promise<unknown> {
    const script = FENCED_SCRIPTS[name];
    if (script === undefined) return super.execCommand(client, name, args);
    this.forgetEarly();
    const reply = await this.#run(script, args.slice(0, script.keys), args.slice(script.keys));
    this.#isFenced = reply === FENCED;
    if (!this.#isFenced) return reply;
    this.unwatch();
    return name === 'moveToActive' ? NOTHING : NOT_YOURS;
  }

  override async setRateLimit(ms: number): Promise<void> {
    await this.#run(limit, [this.toKey('limiter')], [ms]);
  }

  /** Puts what is marked as being worked on back to the head of the lane, in its order. */
  async putBackActive(): Promise<void> {
    await this.#run(
      putBack,
      [this.toKey('active'), this.toKey('wait'), this.toKey('stalled')],
      [this.toKey('')],
    );
  }

  /** BullMQ would put what is tried again at the tail. */
  override async retryJob(
    jobId: string,
    _lifo: boolean,
    ...rest: [token?: string, opts?: object]
  ): Promise<void> {
    await super.retryJob(jobId, true, ...rest);
  }

  #run(script: Script, names: readonly string[], args: readonly ScriptArgument[]): Promise<ScriptReply> {
    const { sessionId, owner, epoch } = this.#parts.fence;
    return script.run(this.#parts.redis, [...names, keys.session(sessionId)], [...args, owner, epoch]);
  }
}
