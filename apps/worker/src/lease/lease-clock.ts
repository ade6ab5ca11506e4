/** What the main thread, the lease's thread and the supervisor must agree on about time. */

/** Milliseconds of CLOCK_MONOTONIC: no jump of the wall clock moves it, and all processes of a host read the same. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

/** The turns in the life of a lease, in milliseconds after the sending of the last renewal that succeeded. */
export function leaseTimes(leaseMs: number) {
  const marginMs = leaseMs / 6;
  return {
    /** Three tries for each lease. */
    renewEveryMs: leaseMs / 3,
    /** Redis should have answered a renewal by now. */
    overdueMs: leaseMs / 2,
    /** From now on nothing may be done any more: what is under way needs time to arrive. */
    validMs: Math.floor(leaseMs - marginMs),
    /** From now on the worker must be gone: killing it needs time too. */
    killMs: Math.floor(leaseMs - marginMs / 2),
  } as const;
}

/** Places in the memory that the two threads share. */
export const SHARED = {
  /** Until when the lease holds, by `monotonicMs`. */
  validUntil: 0,
  /** Counted up by the main thread while its event loop turns. */
  beats: 1,
  /** How many sessions this worker takes at most. */
  capacity: 2,
  /** 1 when this worker gives its sessions up. */
  draining: 3,
} as const;

export function createShared(): BigInt64Array {
  return new BigInt64Array(
    new SharedArrayBuffer(Object.keys(SHARED).length * BigInt64Array.BYTES_PER_ELEMENT),
  );
}
