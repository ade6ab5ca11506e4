import { LATENCY_BUCKETS, type Metrics } from '@wagw/shared/observability/metrics';

const LOGIN_SIZES = [1e4, 1e5, 1e6, 5e6, 1e7, 2.5e7, 5e7, 1e8, 2.5e8, 1e9];

/** What a worker counts. */
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

/** What alerts look for is there from the start, at 0: Prometheus does not see a counter rise that begins with 1. */
const FROM_THE_START = {
  sends: ['handed_over', 'failed', 'again', 'skipped', 'file_needed'],
  loginSaves: ['saved', 'failed'],
  healthChecks: ['healthy', 'unhealthy'],
} as const;

export function createWorkerMetrics(metrics: Metrics) {
  const counted = counters(metrics);
  for (const result of FROM_THE_START.sends) counted.sends.inc({ result }, 0);
  for (const result of FROM_THE_START.loginSaves) counted.loginSaves.inc({ result }, 0);
  for (const result of FROM_THE_START.healthChecks) counted.healthChecks.inc({ result }, 0);
  counted.deliveries.inc({ outcome: 'delivered' }, 0);
  counted.events.inc({ event: 'message_unconfirmed' }, 0);
  return counted;
}

function counters(metrics: Metrics) {
  return {
    sessions: metrics.gauge('worker_sessions', 'Sessions that this worker owns, by state.', ['state']),
    sessionEnds: metrics.counter('session_ends_total', 'Connections that ended, by reason.', ['reason']),
    taken: metrics.counter('sessions_taken_total', 'Sessions that were placed on this worker.'),
    moved: metrics.counter('sessions_rebalanced_total', 'Sessions given away to even out the workers.'),
    capacity: metrics.gauge(
      'worker_capacity_sessions',
      'How many sessions this worker takes, by count and memory.',
    ),
    sessionMemory: metrics.gauge(
      'sessions_memory_bytes',
      'Memory of the processes of all sessions, as measured last.',
    ),
    healthChecks: metrics.counter('health_checks_total', 'Checks of sessions, by result.', ['result']),
    recoveries: metrics.counter(
      'session_recoveries_total',
      'Connections that were begun anew because probes failed.',
    ),
    loginSaves: metrics.counter('login_saves_total', 'Saves of logins to the store, by result.', ['result']),
    loginSaveSeconds: metrics.histogram(
      'login_save_seconds',
      'How long a save of a login took, waiting included.',
      LATENCY_BUCKETS,
    ),
    loginBytes: metrics.histogram('login_saved_bytes', 'Sizes of the logins in the store.', LOGIN_SIZES),
    loginRestores: metrics.counter(
      'login_restores_total',
      'Logins that were fetched from the store, by which one it was or failed.',
      ['result'],
    ),
    sends: metrics.counter('send_attempts_total', 'Attempts to send a message, by result.', ['result']),
    acceptedToSent: metrics.histogram(
      'message_accepted_to_sent_seconds',
      "From the acceptance of a message to the acknowledgement of WhatsApp's server.",
      LATENCY_BUCKETS,
    ),
    pacingWaits: metrics.histogram(
      'pacing_wait_seconds',
      'How long a message has to wait because it would be too fast, each time that it is asked for; at most 5 minutes.',
      LATENCY_BUCKETS,
    ),
    commands: metrics.counter('commands_total', 'Commands carried out, by name and outcome.', [
      'command',
      'outcome',
    ]),
    commandSeconds: metrics.histogram(
      'command_seconds',
      'How long a command took once it had begun.',
      LATENCY_BUCKETS,
      ['command'],
    ),
    files: metrics.counter(
      'media_files_total',
      'Files of messages that were to be brought here, on their way out or in, by what came of it.',
      ['direction', 'result'],
    ),
    fileSeconds: metrics.histogram(
      'media_file_seconds',
      'How long it took to bring a file here, conversion included.',
      LATENCY_BUCKETS,
      ['direction'],
    ),
    fileBytes: metrics.counter('media_bytes_total', 'Bytes of the files that were brought here.', [
      'direction',
    ]),
    events: metrics.counter('events_total', 'Events recorded, by name.', ['event']),
    deliveries: metrics.counter('webhook_attempts_total', 'Attempts to deliver a webhook, by outcome.', [
      'outcome',
    ]),
    deadLetters: metrics.counter('webhook_dead_letters_total', 'Deliveries that were given up.'),
    eventToDelivered: metrics.histogram(
      'webhook_event_to_delivered_seconds',
      'From the recording of an event to its delivery.',
      LATENCY_BUCKETS,
    ),
  };
}
