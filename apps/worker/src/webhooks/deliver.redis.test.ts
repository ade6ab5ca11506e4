import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { type DeliveryJob, queueOptions, WEBHOOK_QUEUE } from '@wagw/shared/queue/queues';
import { connectRedis } from '@wagw/shared/redis/connect';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';
import { type JobState, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { createWorkerQueues, type WorkerQueues } from '../queues/worker-queues.ts';
import { type LocalReceiver, startLocalReceiver } from '../testing/local-receiver.ts';
import { silentLogger, testMetrics } from '../testing/parts.ts';
import { createDeliverer, deliveryJobOptions } from './deliver.ts';
import type { Outcome } from './outcome.ts';
import { createPoster, type Delivery, type Poster } from './post.ts';

const PATIENCE_MS = 10_000;
const KEY = signingKey('a secret of the customer');

let server: TemporaryRedis;
let redis: Redis;
let queues: WorkerQueues;
let receiver: LocalReceiver;
let queue: Queue<DeliveryJob>;
let value: (sample: string) => Promise<number>;
let cleanUp: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = connectRedis({ url: server.url }, 'work', silentLogger);
  queues = createWorkerQueues(redis, silentLogger);
  receiver = await startLocalReceiver();
});
afterAll(async () => {
  await receiver.close();
  await queues.close();
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await server.client.flushall();
  receiver.answer = (_request, response) => void response.writeHead(204).end();
});
afterEach(async () => {
  for (const end of cleanUp.reverse()) await end();
  cleanUp = [];
});

/** Starts what a worker runs; by default it posts to the local receiver, which is admitted. */
function startDeliverer(schedule: number[], poster: Poster = createLocalPoster(['127.0.0.1'])) {
  queue = new Queue<DeliveryJob>(WEBHOOK_QUEUE, {
    ...queueOptions(redis),
    defaultJobOptions: deliveryJobOptions(schedule),
  });
  const counted = testMetrics();
  value = counted.value;
  const deliverer = createDeliverer({
    queues,
    endpoint: { url: receiver.url, key: KEY },
    poster,
    schedule,
    concurrency: 5,
    metrics: counted.metrics,
    logger: silentLogger,
  });
  cleanUp.push(
    () => queue.close(),
    () => deliverer.close(),
  );
  return deliverer;
}

function createLocalPoster(allowedHosts: string[]): Poster {
  const poster = createPoster({ timeoutMs: 1_000, allowedHosts });
  cleanUp.push(() => poster.close());
  return poster;
}

/** A poster without a network that notes its deliveries and when they came. */
function scriptedPoster(outcome: (delivery: Delivery) => Outcome) {
  const times: number[] = [];
  const poster: Poster = {
    async post(_endpoint, delivery) {
      times.push(performance.now());
      return outcome(delivery);
    },
    close: async () => undefined,
  };
  return { poster, waits: () => times.slice(1).map((time, index) => time - (times[index] ?? 0)) };
}

async function enqueue(eventId: string): Promise<void> {
  const body = `{"seq":1,"id":"${eventId}","event":"message","body":"Olá 😀"}`;
  const data = { eventId, sessionId: 'shop', event: 'message', body, recordedAt: Date.now() - 1_000 };
  await queue.add('message', data, { jobId: eventId });
}

const untilState = (eventId: string, state: JobState) =>
  until(`${eventId} to be ${state}`, PATIENCE_MS, async () => {
    const now = await queue.getJobState(eventId);
    if (now === state) return true;
    throw new Error(`it is ${now}`);
  });

const requestsOf = (eventId: string) =>
  receiver.requests.filter(({ headers }) => headers['webhook-id'] === eventId);

const failure = (changes: object = {}): Outcome => ({
  outcome: 'failed',
  code: 'http_5xx',
  detail: 'The receiver answered 500.',
  retry: true,
  notBeforeMs: 0,
  ...changes,
});

test('a delivery is posted once, signed, and remembered as done', async () => {
  startDeliverer([50]);
  await enqueue('evt_once');
  await untilState('evt_once', 'completed');
  const [request, ...more] = requestsOf('evt_once');
  if (request === undefined) throw new Error('nothing was posted');
  expect(more).toEqual([]);
  expect(verify(KEY, request.headers, request.body)).toBe(true);
  expect(await value('wagw_webhook_attempts_total{outcome="delivered"}')).toBe(1);
  expect(await value('wagw_webhook_event_to_delivered_seconds_count')).toBe(1);
  expect(await value('wagw_webhook_event_to_delivered_seconds_sum')).toBeGreaterThan(1);

  // Handed out again after a crash, its name is still known.
  await enqueue('evt_once');
  await enqueue('evt_next');
  await untilState('evt_next', 'completed');
  expect(requestsOf('evt_once')).toHaveLength(1);
});

test('after failures of any kind the same bytes are posted again, under the same id', async () => {
  startDeliverer([20, 20, 20, 20]);
  const answers = [500, 404, 302];
  receiver.answer = (request, response) => {
    const status = answers.shift();
    if (status === undefined && requestsOf('evt_again').length === 4) return void request.socket.destroy();
    response.writeHead(status ?? 200).end();
  };
  await enqueue('evt_again');
  await untilState('evt_again', 'completed');
  const requests = requestsOf('evt_again');
  expect(requests.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '2', '3', '4', '5']);
  expect(new Set(requests.map(({ body }) => body.toString('hex'))).size).toBe(1);
  for (const { headers, body } of requests) expect(verify(KEY, headers, body)).toBe(true);
  for (const outcome of ['http_5xx', 'http_4xx', 'redirect', 'connection_reset', 'delivered']) {
    expect([outcome, await value(`wagw_webhook_attempts_total{outcome="${outcome}"}`)]).toEqual([outcome, 1]);
  }
});

describe('the waits between attempts', () => {
  test('follow the schedule, varied by 20 %', async () => {
    const schedule = [100, 500, 200];
    const { poster, waits } = scriptedPoster(({ attempt }) =>
      attempt <= 3 ? failure() : { outcome: 'delivered', status: 204 },
    );
    startDeliverer(schedule, poster);
    await enqueue('evt_schedule');
    await untilState('evt_schedule', 'completed');
    expect(waits()).toHaveLength(3);
    for (const [index, wait] of waits().entries()) {
      const planned = schedule[index] ?? 0;
      // A millisecond less: Redis' clock and ours cut off fractions.
      expect(wait).toBeGreaterThanOrEqual(0.8 * planned - 1);
      expect(wait).toBeLessThan(1.2 * planned + 1_000);
    }
  });

  test('are longer when the receiver asks for it', async () => {
    const { poster, waits } = scriptedPoster(({ attempt }) =>
      attempt === 1 ? failure({ notBeforeMs: 600 }) : { outcome: 'delivered', status: 204 },
    );
    startDeliverer([10], poster);
    await enqueue('evt_asked');
    await untilState('evt_asked', 'completed');
    expect(waits()[0]).toBeGreaterThanOrEqual(599);
  });

  test('end: after the last attempt the delivery is given up, and kept', async () => {
    const { poster, waits } = scriptedPoster(() => failure());
    startDeliverer([10, 10], poster);
    await enqueue('evt_given_up');
    await untilState('evt_given_up', 'failed');
    expect(waits()).toHaveLength(2);
    expect((await queue.getJob('evt_given_up'))?.failedReason).toBe('http_5xx: The receiver answered 500.');
    expect(await value('wagw_webhook_attempts_total{outcome="http_5xx"}')).toBe(3);
    expect(await value('wagw_webhook_event_to_delivered_seconds_count')).toBe(0);
  });

  test('of one delivery do not hold up another', async () => {
    const { poster } = scriptedPoster(({ eventId }) =>
      eventId === 'evt_waits' ? failure({ notBeforeMs: 60_000 }) : { outcome: 'delivered', status: 204 },
    );
    startDeliverer([10], poster);
    await enqueue('evt_waits');
    await untilState('evt_waits', 'delayed');
    await enqueue('evt_passes');
    await untilState('evt_passes', 'completed');
  });
});

test('a blocked address is tried once and never dialled', async () => {
  startDeliverer([10, 10], createLocalPoster([]));
  const { connections } = receiver;
  await enqueue('evt_blocked');
  await untilState('evt_blocked', 'failed');
  expect(receiver.connections).toBe(connections);
  expect(await value('wagw_webhook_attempts_total{outcome="blocked_address"}')).toBe(1);
});

test('closing waits for the attempt under way', async () => {
  const deliverer = startDeliverer([10]);
  let release = () => {};
  receiver.answer = (_request, response) => {
    release = () => void response.writeHead(204).end();
  };
  await enqueue('evt_under_way');
  await until('the request', PATIENCE_MS, () => requestsOf('evt_under_way').length === 1);
  const closed = deliverer.close();
  release();
  await closed;
  expect(await queue.getJobState('evt_under_way')).toBe('completed');
});
