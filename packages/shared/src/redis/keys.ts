/** Every name in Redis that both processes must agree on, in one place. */

const PREFIX = 'wagw';

/** The prefix under which BullMQ keeps its queues. */
export const QUEUE_PREFIX = `${PREFIX}:queue`;

export const keys = {
  /** Sorted set (all scores 0, so in order of id) of every session. */
  sessions: `${PREFIX}:sessions`,
  /** Sorted set (all scores 0) of the sessions of one tenant. */
  tenantSessions: (tenantId: string) => `${PREFIX}:sessions-of:${tenantId}`,
  /** Sorted set (all scores 0) of every key that was made through the API. */
  apiKeys: `${PREFIX}:api-keys`,
  /** Hash: one such key. */
  apiKey: (keyId: string) => `${PREFIX}:api-key:${keyId}`,
  /** String with a time to live: somebody who has signed in to the console, by the digest of what the cookie holds. */
  signIn: (digest: string) => `${PREFIX}:sign-in:${digest}`,
  /** Sorted set of the sessions that want an owner and found none with room, by when that was, in milliseconds. */
  sessionsWaiting: `${PREFIX}:sessions:waiting`,
  /** Sorted set of the sessions that were deleted, by when the last that is stored of them goes, in milliseconds. */
  sessionsGone: `${PREFIX}:sessions:gone`,
  /** Hash: one session. */
  session: (sessionId: string) => `${PREFIX}:session:${sessionId}`,
  /** String with a time to live: what was counted last over all sessions, as JSON. */
  census: `${PREFIX}:census`,
  /** String: how many sessions were placed anew because their worker was gone. */
  failovers: `${PREFIX}:failovers`,
  /** Set of the ids of worker processes. */
  workers: `${PREFIX}:workers`,
  /** Hash with the lease's time to live: one worker process. */
  worker: (workerId: string) => `${PREFIX}:worker:${workerId}`,
  /** Set of the sessions that a worker process owns. */
  workerSessions: (workerId: string) => `${PREFIX}:worker:${workerId}:sessions`,
  /** Sorted set (all scores 0) of the sessions that a worker process should look at. */
  workerInbox: (workerId: string) => `${PREFIX}:worker:${workerId}:inbox`,
  /** Sorted set (all scores 0) of the queues of its sessions that a worker process should look into. */
  workerLanes: (workerId: string) => `${PREFIX}:worker:${workerId}:lanes`,
  /** String with a time to live: somebody has just looked for dead workers. */
  lookedAround: `${PREFIX}:workers:looked-around`,
  /** String with a time to live: the worker whose turn it is to give a session to an emptier one. */
  rebalanced: `${PREFIX}:workers:rebalanced`,
  /** String: when Redis last served any worker, by its own clock, in milliseconds. */
  workersServed: `${PREFIX}:workers:served`,
  /** String with a time to live: leases may have run out although their workers live; nobody reaps. */
  reapingPaused: `${PREFIX}:workers:reaping-paused`,
  /** Hash: one message. */
  message: (sessionId: string, id: string) => `${PREFIX}:message:${sessionId}:${id}`,
  /** Sorted set of a session's messages by the time of acceptance, in milliseconds. */
  messages: (sessionId: string) => `${PREFIX}:messages:${sessionId}`,
  /** The part of `messages` whose outcome is not known yet. */
  unsettled: (sessionId: string) => `${PREFIX}:unsettled:${sessionId}`,
  /** Sorted set of the messages that WhatsApp's client has, by when their acknowledgement is overdue, in milliseconds. */
  unconfirmedBy: (sessionId: string) => `${PREFIX}:unconfirmed:${sessionId}`,
  /** String with a time to live: when the token bucket of a session's sends is full again, in milliseconds. */
  pacing: (sessionId: string) => `${PREFIX}:pacing:${sessionId}`,
  /** The same of one chat. */
  chatPacing: (sessionId: string, chatId: string) => `${PREFIX}:pacing:${sessionId}:${chatId}`,
  /** String with a time to live: how many messages of a session went out on a day. */
  sentOnDay: (sessionId: string, day: string) => `${PREFIX}:sent:${sessionId}:${day}`,
  /** Sorted set: the received files of a session that are to be downloaded, by when, in milliseconds. */
  mediaDue: (sessionId: string) => `${PREFIX}:media-due:${sessionId}`,
  /** String with a time to live: one of all workers has just done this for all. */
  chore: (name: string) => `${PREFIX}:chore:${name}`,
  /** Sorted set: a session's messages that wait for their time, by their place in `messages`. */
  scheduledOf: (sessionId: string) => `${PREFIX}:scheduled:${sessionId}`,
  /** Sorted set of `sessionId/messageId` of every message whose job is to be added later, by when, in milliseconds. */
  scheduled: `${PREFIX}:scheduled`,
  /** The part of `messages` that belongs to one chat. */
  chatMessages: (sessionId: string, chatId: string) => `${PREFIX}:messages:${sessionId}:${chatId}`,
  /** List of the bulk messages to one chat that may still wait, so that a later one can bring them forward. */
  waitingBulk: (sessionId: string, chatId: string) => `${PREFIX}:waiting-bulk:${sessionId}:${chatId}`,
  /** Hash: many messages that were accepted together. */
  batch: (sessionId: string, id: string) => `${PREFIX}:batch:${sessionId}:${id}`,
  /** Sorted set of a session's batches by when they were accepted, in milliseconds; those that have expired leave it bit by bit. */
  batches: (sessionId: string) => `${PREFIX}:batches:${sessionId}`,
  /** The same of all sessions, as `sessionId/batchId`. */
  allBatches: `${PREFIX}:all-batches`,
  /** List of the messages of a batch, in their order. */
  batchMessages: (sessionId: string, id: string) => `${PREFIX}:batch:${sessionId}:${id}:messages`,
  /** Hash: something that was asked of a session's connection. */
  command: (sessionId: string, id: string) => `${PREFIX}:command:${sessionId}:${id}`,
  /** Set of the commands that have left their queue and are not finished yet. */
  commandsUnderWay: (sessionId: string) => `${PREFIX}:commands:${sessionId}:under-way`,
  /** Hash: a file that was uploaded and can be sent. */
  upload: (sessionId: string, id: string) => `${PREFIX}:upload:${sessionId}:${id}`,
  /** Hash: the file of a message that came in, by WhatsApp's id of the message. */
  receivedMedia: (sessionId: string, messageId: string) => `${PREFIX}:media:${sessionId}:${messageId}`,
  /** Sorted set of the keys of all stored files, by when they may be removed, in milliseconds. */
  blobExpiry: `${PREFIX}:blobs:expiry`,
  /** Hash: contact id → contact as JSON, as the last sync found them. */
  contacts: (sessionId: string) => `${PREFIX}:contacts:${sessionId}`,
  /** Sorted set (all scores 0) of the ids in `contacts`. */
  contactIds: (sessionId: string) => `${PREFIX}:contacts:${sessionId}:ids`,
  /** String: when `contacts` was filled, in milliseconds. */
  contactsSyncedAt: (sessionId: string) => `${PREFIX}:contacts:${sessionId}:synced-at`,
  /** String: WhatsApp's bare message id → our message id. */
  whatsappId: (sessionId: string, whatsappId: string) => `${PREFIX}:whatsapp-id:${sessionId}:${whatsappId}`,
  /** The same of a message that was not sent through here. */
  seenWhatsappId: (sessionId: string, whatsappId: string) =>
    `${PREFIX}:whatsapp-id:${sessionId}:seen:${whatsappId}`,
  /** String: the id of the key that a session was given by the dialect `evolution`. */
  instanceKey: (sessionId: string) => `${PREFIX}:instance-key:${sessionId}`,
  /** Hash: the request that was made under an Idempotency-Key, and its answer. @param scope a session, or `tenant/session` without what there is none of */
  idempotency: (scope: string, key: string) => `${PREFIX}:idempotency:${scope}:${key}`,
  /** String with a time to live: WhatsApp's id of a phone number, by the form that is asked for first, or empty: there is none. */
  number: (sessionId: string, phone: string) => `${PREFIX}:number:${sessionId}:${phone}`,
  /** Hash: LID without its ending → phone number. */
  phoneOfLid: (sessionId: string) => `${PREFIX}:lids:${sessionId}:phones`,
  /** Hash: phone number → LID without its ending. */
  lidOfPhone: (sessionId: string) => `${PREFIX}:lids:${sessionId}`,
  /** Hash: LID → the key of its chat, where that does not follow from the phone number. */
  chatKeyOfLid: (sessionId: string) => `${PREFIX}:lids:${sessionId}:chat-keys`,
  /** Stream: the event log of a session; entry ids are `seq-0`. */
  events: (sessionId: string) => `${PREFIX}:events:${sessionId}`,
  /** Stream: where every event of every session stands, in the order in which they were recorded; see `event-index.ts`. */
  eventIndex: `${PREFIX}:event-index`,
  /** Hash with `seq`, the last number given, and `fannedOut`, the last one handed to the webhook queue. */
  eventsHead: (sessionId: string) => `${PREFIX}:events:${sessionId}:head`,
  /** Sorted set by time of what is in the log already, so that nothing is recorded twice. */
  eventsSeen: (sessionId: string) => `${PREFIX}:events:${sessionId}:seen`,
  /** Set of the sessions with events that were not handed to the webhook queue yet. */
  fanOut: `${PREFIX}:fan-out`,
  /** Sorted set of the sessions to look at, by the time of their first event; whoever pops one hands its events out. */
  fanOutInbox: `${PREFIX}:fan-out:inbox`,
  /** String with a time to live: who hands out a session's events just now. */
  fanOutLock: (sessionId: string) => `${PREFIX}:fan-out:${sessionId}:lock`,
  /** Sorted set (all scores 0) of the ids of all webhook endpoints. */
  webhooks: `${PREFIX}:webhooks`,
  /** String: raised by each change of any endpoint. */
  webhooksVersion: `${PREFIX}:webhooks:version`,
  /** Sorted set of the endpoints that have something to deliver, by when the first of it is due, in milliseconds. */
  webhooksDue: `${PREFIX}:webhooks:due`,
  /** Hash: one webhook endpoint. */
  webhook: (endpointId: string) => `${PREFIX}:webhook:${endpointId}`,
  /** Hash: how deliveries to an endpoint have gone lately. */
  webhookHealth: (endpointId: string) => `${PREFIX}:webhook:${endpointId}:health`,
  /** Sorted set of what an endpoint is to get, single deliveries and lanes, by when it is due, in milliseconds. */
  webhookDue: (endpointId: string) => `${PREFIX}:webhook:${endpointId}:due`,
  /** List of the deliveries that go to an endpoint one after the other. @param lane a session, or `-` */
  webhookLane: (endpointId: string, lane: string) => `${PREFIX}:webhook:${endpointId}:lane:${lane}`,
  /** Sorted set of an endpoint's deliveries that wait, by when their events were recorded, in milliseconds. */
  webhookPending: (endpointId: string) => `${PREFIX}:webhook:${endpointId}:pending`,
  /** Sorted set of an endpoint's deliveries that were given up, by when, in milliseconds. */
  webhookDead: (endpointId: string) => `${PREFIX}:webhook:${endpointId}:dead`,
  /** Sorted set of an endpoint's latest deliveries, by when they were handed out, in milliseconds. */
  webhookDeliveries: (endpointId: string) => `${PREFIX}:webhook:${endpointId}:deliveries`,
  /** Hash: one event on its way to one endpoint. */
  delivery: (deliveryId: string) => `${PREFIX}:delivery:${deliveryId}`,
  /** List of the attempts of a delivery as JSON, the last ones. */
  deliveryAttempts: (deliveryId: string) => `${PREFIX}:delivery:${deliveryId}:attempts`,
  /** The beginning of the strings with a time to live that count requests. @param policy what is limited */
  rateLimits: (policy: string) => `${PREFIX}:rate-limit:${policy}`,
  /** String: the name of this Redis's data, written once; see `dataset-watch.ts`. */
  dataset: `${PREFIX}:dataset`,
  /** String with a time to live: health checks write it, to see whether Redis writes. */
  healthMark: `${PREFIX}:health:mark`,
  /** Sorted set of the worker processes that tell how they are, by when they did so last, in milliseconds. */
  workerReports: `${PREFIX}:worker-reports`,
  /** String with a time to live: how a worker process is, as JSON. */
  workerReport: (workerId: string) => `${PREFIX}:worker-report:${workerId}`,
  /** Hash with a time to live: what of a worker process's counts stands in `history` already. */
  workerTold: (workerId: string) => `${PREFIX}:worker-report:${workerId}:told`,
  /** Hash with a time to live: what all workers counted in a minute, and how all was then. @param minute since 1970 */
  history: (minute: string) => `${PREFIX}:history:${minute}`,
  /** Hash: one erasure of what is stored of a tenant or a contact. */
  erasure: (erasureId: string) => `${PREFIX}:erasure:${erasureId}`,
  /** Sorted set of the erasures that are not finished, by when they were asked for, in milliseconds. */
  erasures: `${PREFIX}:erasures`,
  /** Sorted set through which a process interrupts its own wait for many others. */
  waitControl: (waitId: string) => `${PREFIX}:wait:${waitId}`,
} as const;
