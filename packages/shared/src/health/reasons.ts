/**
 * Why a process is not ready, or not quite well, or something that it depends on. `failing`: nothing should be sent here; `degraded`:
 * requests are accepted, but something does not go on.
 */
export const REASONS = {
  redis_unreachable: {
    severity: 'failing',
    message: 'Redis cannot be reached, so nothing is accepted.',
    remedy: 'Check that Redis runs, REDIS_URL and REDIS_PASSWORD, and the network between.',
  },
  redis_loading: {
    severity: 'failing',
    message: 'Redis has just started and reads its data from the disk.',
    remedy: 'Wait until it is through; much data take minutes.',
  },
  redis_is_replica: {
    severity: 'failing',
    message: 'This Redis is a replica, which takes nothing in.',
    remedy: 'Name the primary in REDIS_URL, or the Sentinels in REDIS_SENTINELS.',
  },
  redis_full: {
    severity: 'failing',
    message: 'The memory of Redis is full, so it takes nothing in.',
    remedy:
      'Raise maxmemory of Redis, and the memory of its container to twice that; or keep less, with MESSAGE_RETENTION_DAYS and EVENT_LOG_LENGTH.',
  },
  redis_refuses_writes: {
    severity: 'failing',
    message: 'Redis refuses to write.',
    remedy:
      'Read its log: most often a snapshot could not be stored, a disk is full, or replicas are missing that min-replicas-to-write asks for.',
  },
  redis_without_aof: {
    severity: 'failing',
    message: 'Redis does not append to disk: when it ends, what was accepted is lost.',
    remedy: 'Set appendonly yes in its configuration, and at once with: redis-cli CONFIG SET appendonly yes',
  },
  redis_aof_failing: {
    severity: 'failing',
    message: 'Redis cannot append to its file on disk.',
    remedy: 'Check the disk of Redis: its space, its errors, and who owns the folder; its log says more.',
  },
  redis_evicts: {
    severity: 'failing',
    message: 'Redis throws data away when its memory gets short: messages that were accepted would be lost.',
    remedy:
      'Set maxmemory-policy noeviction in its configuration, and at once with: redis-cli CONFIG SET maxmemory-policy noeviction',
  },
  redis_emptied: {
    severity: 'failing',
    message: 'Redis has lost its data since this process first saw it, or another one is in its place.',
    remedy:
      'Bring its data back from a backup, as docs/data.md says. To go on with the empty one, restart api and workers, and create the sessions anew.',
  },
  redis_memory_short: {
    severity: 'degraded',
    message: 'Redis uses more than nine tenths of the memory that it may use.',
    remedy: 'Raise maxmemory of Redis before it is full; then it takes nothing in any more.',
  },
  no_lease: {
    severity: 'failing',
    message: 'This worker has no lease, so it owns no session and does nothing.',
    remedy: 'Wait some seconds after its start; if it lasts, read its log and check its way to Redis.',
  },
  draining: {
    severity: 'failing',
    message: 'This worker gives its sessions up, because it was told to end.',
    remedy: 'Nothing is to be done: other workers take them.',
  },
  no_workers: {
    severity: 'degraded',
    message: 'No worker lives that owns sessions: what is accepted waits.',
    remedy:
      'Start a worker with the role `sessions`. When one runs, check that it has the same REDIS_URL, and read its log.',
  },
  sessions_waiting: {
    severity: 'degraded',
    message: 'Sessions wait: no worker has room for them, or none has their labels.',
    remedy:
      'Add workers or memory, raise MAX_SESSIONS, or start a worker with the labels that they want; GET /health/alerts lists them.',
  },
  sessions_failed: {
    severity: 'degraded',
    message: 'Sessions have failed.',
    remedy: 'GET /health/alerts lists them, and says of each what to do.',
  },
  messages_stuck: {
    severity: 'degraded',
    message: 'A session that is connected has not touched a message for more than five minutes.',
    remedy: 'Look for `attempt broke` in the log of its worker, and whether that machine is too busy.',
  },
  webhooks_paused: {
    severity: 'degraded',
    message: 'Webhooks are left alone for a while, because most attempts failed; their events wait.',
    remedy:
      'GET /api/v1/webhooks tells which, and their deliveries what the receivers answered. They are tried again by themselves.',
  },
  media_store_failing: {
    severity: 'degraded',
    message: 'The store of files does not answer, so messages with files wait or fail.',
    remedy: 'Check MEDIA_STORE: its folder or address, its key, its rights and its room.',
  },
  event_loop_slow: {
    severity: 'degraded',
    message: 'This api comes to its work late, by half a second and more.',
    remedy: 'Give it more processor, or start another api.',
  },
} as const satisfies Record<
  string,
  { readonly severity: 'failing' | 'degraded'; readonly message: string; readonly remedy: string }
>;

export type ReasonCode = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];

/** `unavailable` as soon as one reason is failing. */
export type Readiness = 'ok' | 'degraded' | 'unavailable';

export function readinessOf(reasons: readonly ReasonCode[]): Readiness {
  if (reasons.length === 0) return 'ok';
  return reasons.some((code) => REASONS[code].severity === 'failing') ? 'unavailable' : 'degraded';
}
