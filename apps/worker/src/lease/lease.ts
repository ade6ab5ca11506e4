import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Whether this worker may act: checked before each effect, with a clock alone. One that was stopped and wakes up, or cannot
 * reach Redis, finds out here that others may own its sessions by now.
 */
export interface Lease {
  /** False until the lease is renewed; nothing is lost for good by it. */
  holds(): boolean;
}

const LOOK_EVERY_MS = 50;

/** Waits for the next renewal, for as long as it takes. */
export async function untilHeld(lease: Lease): Promise<void> {
  while (!lease.holds()) await sleep(LOOK_EVERY_MS);
}
