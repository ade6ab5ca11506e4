import type { Webhook } from '@wagw/client';

/** How an endpoint fares. */
export type Condition = 'off' | 'gone' | 'given_up' | 'paused' | 'failing' | 'behind' | 'fresh' | 'delivers';

/** What has waited for longer is late: a batch waits for its events for a minute at most. */
const LATE_MS = 60_000;

/** @param now unix milliseconds */
export function conditionOf({ enabled, disabledReason, health }: Webhook, now: number): Condition {
  if (!enabled) {
    if (disabledReason === 'gone') return 'gone';
    return disabledReason === 'failing' ? 'given_up' : 'off';
  }
  if (health.pausedUntil !== null && Date.parse(health.pausedUntil) > now) return 'paused';
  if (health.failingSince !== null) return 'failing';
  if (health.oldestPendingAt !== null && now - Date.parse(health.oldestPendingAt) > LATE_MS) return 'behind';
  return health.lastDeliveredAt === null ? 'fresh' : 'delivers';
}
