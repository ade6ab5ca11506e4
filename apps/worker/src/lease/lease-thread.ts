import { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { connectRedis } from '@wagw/shared/redis/connect';
import { renewLease } from '@wagw/shared/sessions/workers';
import type { LeaseThreadData } from './keep-lease.ts';
import { leaseTimes, monotonicMs, SHARED } from './lease-clock.ts';

/**
 * The thread that renews the lease, watches the main thread, and tells the supervisor by when it must kill this process
 * unless it hears more. Each report is one line: a time of `monotonicMs`, or 0 when there is no lease any more.
 */

const { redis: settings, worker, leaseMs, stallMs, reportsFd, shared }: LeaseThreadData = workerData;
const { renewEveryMs, overdueMs, validMs, killMs } = leaseTimes(leaseMs);

const silent = { info: () => undefined, warn: () => undefined };
const redis = connectRedis(settings, 'request', silent);
const supervisor = new Socket({ fd: reportsFd });

let renewedAt = monotonicMs();
let killAt = 0;
let beats = -1n;
let beatAt = monotonicMs();

redis.on('ready', renew);
const renewal = setInterval(renew, renewEveryMs);
const reporting = setInterval(report, renewEveryMs / 2);
supervisor.on('error', () => undefined);
// Nobody would end this process when it is stuck: it must not outlive its supervisor, even with a blocked main thread.
supervisor.once('close', () => process.kill(process.pid, 'SIGKILL'));
supervisor.resume();
parentPort?.once('message', end);

function renew(): void {
  if (isMainStuck()) return;
  const sentAt = monotonicMs();
  const capacity = Number(Atomics.load(shared, SHARED.capacity));
  const isDraining = Atomics.load(shared, SHARED.draining) === 1n;
  renewLease(redis, { ...worker, capacity, isDraining }, leaseMs).then(
    () => renewed(sentAt),
    // Whether that matters is a question of time, which `report` asks.
    () => undefined,
  );
}

/** Counted from the sending, so never later than Redis counts. */
function renewed(sentAt: number): void {
  if (sentAt < renewedAt) return;
  renewedAt = sentAt;
  Atomics.store(shared, SHARED.validUntil, BigInt(sentAt + validMs));
  killAt = Math.max(killAt, sentAt + killMs);
  report();
}

function report(): void {
  const now = monotonicMs();
  const isRedisAway = now - renewedAt > overdueMs;
  // While Redis is away nobody can take anything over, nor for one lease after it is back: that is no reason to die.
  if (isRedisAway && !isMainStuck() && killAt > 0) killAt = now + killMs;
  supervisor.write(`${killAt}\n`);
}

function isMainStuck(): boolean {
  const now = monotonicMs();
  const seen = Atomics.load(shared, SHARED.beats);
  if (seen !== beats) {
    beats = seen;
    beatAt = now;
  }
  return now - beatAt > stallMs;
}

function end(): void {
  clearInterval(renewal);
  clearInterval(reporting);
  redis.disconnect();
  supervisor.removeAllListeners('close');
  supervisor.end('0\n');
}
