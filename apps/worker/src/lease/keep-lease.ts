import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@wagw/shared/observability/logger';
import type { RedisSettings } from '@wagw/shared/redis/connect';
import type { WorkerLease } from '@wagw/shared/sessions/workers';
import type { Lease } from './lease.ts';
import { createShared, monotonicMs, SHARED } from './lease-clock.ts';

export interface LeaseOptions {
  readonly redis: RedisSettings;
  readonly worker: Omit<WorkerLease, 'isDraining'>;
  readonly leaseMs: number;
  /** A main thread that is blocked for longer is given up: its lease is not renewed any more. */
  readonly stallMs: number;
  /** The pipe to the supervisor, which hears from the thread when it must end this process. */
  readonly reportsFd: number;
}

/** What the thread is started with. */
export interface LeaseThreadData extends LeaseOptions {
  readonly shared: BigInt64Array;
}

/** A lease that is renewed for as long as this process is well. */
export interface KeptLease extends Lease {
  /** Tells with each renewal from now on how many sessions this worker takes at most. */
  offer(capacity: number): void;
  /** Tells with each renewal from now on that this worker takes nothing more. */
  drain(): void;
  /** Stops renewing it. It holds no more. */
  end(): Promise<void>;
}

const BEAT_MS = 500;

/** Renews the lease from a thread of its own, so that an event loop that is blocked for a while moves no session. */
export function keepLease(options: LeaseOptions, logger: Logger): KeptLease {
  const shared = createShared();
  Atomics.store(shared, SHARED.capacity, BigInt(options.worker.capacity));
  const thread = startThread({ ...options, shared });
  const beat = setInterval(() => Atomics.add(shared, SHARED.beats, 1n), BEAT_MS);
  thread.on('error', (error) => {
    logger.fatal({ err: error }, 'the thread of the lease died');
    process.exit(1);
  });
  return {
    holds: () => monotonicMs() < Number(Atomics.load(shared, SHARED.validUntil)),
    offer: (capacity) => void Atomics.store(shared, SHARED.capacity, BigInt(capacity)),
    drain: () => void Atomics.store(shared, SHARED.draining, 1n),
    async end() {
      clearInterval(beat);
      const gone = once(thread, 'exit');
      thread.postMessage('end');
      await gone;
      Atomics.store(shared, SHARED.validUntil, 0n);
    },
  };
}

function startThread(workerData: LeaseThreadData): Worker {
  if (import.meta.url.endsWith('.js')) {
    return new Worker(new URL('./lease-thread.js', import.meta.url), { workerData });
  }
  // Run from source: in Node 20 the loader that `--import` brings serves the main thread alone.
  const file = JSON.stringify(new URL('./lease-thread.ts', import.meta.url).href);
  const bootstrap = `import('tsx/esm/api').then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(bootstrap, { eval: true, workerData });
}
