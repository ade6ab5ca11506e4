import { LATENCY_BUCKETS, type Metrics } from '@wagw/shared/observability/metrics';

/** What a worker counts. */
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

export function createWorkerMetrics(metrics: Metrics) {
  return {
    sessions: metrics.gauge('sessions', 'Sessions that this worker owns, by state.', ['state']),
    sessionEnds: metrics.counter('session_ends_total', 'Connections that ended, by reason.', ['reason']),
    sends: metrics.counter('send_attempts_total', 'Attempts to send a message, by result.', ['result']),
    acceptedToSent: metrics.histogram(
      'message_accepted_to_sent_seconds',
      "From the acceptance of a message to the acknowledgement of WhatsApp's server.",
      LATENCY_BUCKETS,
    ),
    events: metrics.counter('events_total', 'Events recorded, by name.', ['event']),
    deliveries: metrics.counter('webhook_attempts_total', 'Attempts to deliver a webhook, by outcome.', [
      'outcome',
    ]),
    eventToDelivered: metrics.histogram(
      'webhook_event_to_delivered_seconds',
      'From the recording of an event to its delivery.',
      LATENCY_BUCKETS,
    ),
  };
}
