import { randomBytes } from 'node:crypto';
import { ConfigError } from '@wagw/shared/config/read-config';
import { readWorkerSettings, redisSettings, type WorkerSettings } from '@wagw/shared/config/settings';
import { startMinuteNotes } from '@wagw/shared/health/note-minutes';
import { type Closing, createClosing } from '@wagw/shared/lifecycle/closing';
import { createLogger, type Logger } from '@wagw/shared/observability/logger';
import { measureConnection } from '@wagw/shared/observability/measure-connection';
import { createMetrics } from '@wagw/shared/observability/metrics';
import { openTracing } from '@wagw/shared/observability/tracing';
import { createLanes } from '@wagw/shared/queue/queues';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { VERSION } from '@wagw/shared/version';
import { keepEnvironmentEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import closeWithGrace from 'close-with-grace';
import type { Redis } from 'ioredis';
import { openBackups } from './backup/open-backups.ts';
import { startChores } from './chores.ts';
import { startErasing } from './data-care/erasing.ts';
import type { EngineFactory } from './engine/engine.ts';
import { tellHealth } from './health/tell-health.ts';
import { startHealthServer } from './http/health-server.ts';
import { keepLease } from './lease/keep-lease.ts';
import { nameOfLoginFolder } from './logins/host-name.ts';
import { keepLogins } from './logins/logins.ts';
import { openLoginStore } from './logins/open-store.ts';
import { openMedia } from './media/open-media.ts';
import { paceOf } from './messages/pacing.ts';
import { createWorkerMetrics, type WorkerMetrics } from './metrics.ts';
import { createWorkerQueues, LOOK_FOR_FORGOTTEN_MS, type WorkerQueues } from './queues/worker-queues.ts';
import { createAdmission } from './sessions/admission.ts';
import { loginsInSharedFolder, sessionMaker } from './sessions/own-session.ts';
import { createOwnership } from './sessions/ownership.ts';
import { COMPARE_EVERY_MS, createSessionHost } from './sessions/session-host.ts';
import { obeySupervisor, REPORTS_FD } from './supervisor/hello.ts';
import { createDeliverer } from './webhooks/deliver.ts';
import { tellOfEndpoints } from './webhooks/endpoint-events.ts';
import { createEndpoints } from './webhooks/endpoints.ts';
import { createFanOut } from './webhooks/fan-out.ts';
import { createPoster } from './webhooks/post.ts';
import { measureWaiting } from './webhooks/waiting-metrics.ts';

const MS_PER_DAY = 86_400_000;

/** What both roles work with. */
interface Base {
  readonly settings: WorkerSettings;
  readonly redis: Redis;
  readonly queues: WorkerQueues;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
  readonly closing: Closing;
}

/** Makes the engines as the configuration says. */
export type MakeEngines = (settings: WorkerSettings, logger: Logger) => EngineFactory;

/**
 * The worker process: reads its configuration, takes up its roles and goes on until a signal ends it. One whose
 * configuration cannot be used says so and exits with 78.
 * @param prepare called before anything can fail
 */
export async function runWorker(makeEngines: MakeEngines, prepare: (logger: Logger) => void): Promise<void> {
  try {
    // biome-ignore lint/style/noProcessEnv: the one place of this process that reads the environment
    await run(readWorkerSettings(process.env), makeEngines, prepare);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78); // EX_CONFIG of sysexits.h
  }
}

async function run(
  settings: WorkerSettings,
  makeEngines: MakeEngines,
  prepare: (logger: Logger) => void,
): Promise<void> {
  // A worker that starts over is another one: what its last life owned is not its own.
  const id = `${settings.WORKER_ID}.${randomBytes(3).toString('hex')}`;
  const connection = redisSettings(settings);
  obeySupervisor({ workerId: id, redis: connection, shutdownMs: settings.SHUTDOWN_TIMEOUT });
  const logger = createLogger({
    name: 'worker',
    level: settings.LOG_LEVEL,
    hashKey: settings.LOG_HASH_KEY,
  });
  prepare(logger);
  const closing = createClosing(logger);
  closeWithGrace(
    { delay: settings.SHUTDOWN_TIMEOUT, logger, skip: ['unhandledRejection'] },
    async ({ err, signal }) => {
      if (err !== undefined) logger.fatal({ err }, 'unexpected error');
      logger.info({ signal }, 'closing');
      await closing.close();
    },
  );

  const tracing = await openTracing('wagw-worker', VERSION, settings.OTEL_EXPORTER_OTLP_ENDPOINT, logger);
  closing.add('traces', () => tracing.close());
  const redis = connectRedis(connection, 'work', logger);
  closing.add('redis', () => redis.disconnect());
  const queues = createWorkerQueues(redis, logger, LOOK_FOR_FORGOTTEN_MS, tracing);
  closing.add('queues', () => queues.close());
  const metrics = createMetrics('worker', VERSION);
  measureConnection(metrics, redis);
  const health = await startHealthServer({
    redis,
    metrics,
    workerId: id,
    ownsSessions: settings.WORKER_ROLES.includes('sessions'),
    host: settings.HOST,
    port: settings.METRICS_PORT,
  });
  closing.add('health server', () => health.close());
  await untilReady(redis);

  const base = { settings, redis, queues, metrics: createWorkerMetrics(metrics), logger, closing };
  const teller = tellHealth({
    redis,
    worker: { id, host: settings.WORKER_HOST, roles: settings.WORKER_ROLES },
    sessionsPath: settings.sessionsPath,
    metrics: base.metrics,
    logger,
  });
  closing.add('health', () => teller.close());
  const minutes = startMinuteNotes(redis, logger);
  closing.add('history', () => minutes.close());
  const running: Promise<void>[] = [];
  if (settings.WORKER_ROLES.includes('webhooks')) {
    measureWaiting(metrics, redis);
    running.push(runWebhooks(base, id));
  }
  if (settings.WORKER_ROLES.includes('sessions')) running.push(runSessions(base, id, makeEngines));
  logger.info({ worker: id, roles: settings.WORKER_ROLES }, 'working');
  await Promise.all(running);
}

async function runSessions(
  { settings, redis, queues, metrics, logger, closing }: Base,
  workerId: string,
  makeEngines: MakeEngines,
): Promise<void> {
  const leaseMs = settings.LEASE_DURATION;
  const ownership = createOwnership(redis, { workerId, leaseMs, logger });
  const admission = createAdmission({
    maxSessions: settings.MAX_SESSIONS,
    reserveMb: settings.MEMORY_RESERVE_MB,
  });
  const store = await openLoginStore(settings);
  if (store !== undefined) closing.add('login store', () => store.close());
  const loginHost =
    store === undefined ? '' : await nameOfLoginFolder(settings.sessionsPath, settings.WORKER_HOST);
  const lease = keepLease(
    {
      redis: redisSettings(settings),
      worker: {
        id: workerId,
        host: settings.WORKER_HOST,
        loginHost,
        labels: settings.WORKER_LABELS,
        capacity: await admission.capacity([]),
        startedAt: Date.now(),
      },
      leaseMs,
      stallMs: settings.STALL_LIMIT,
      reportsFd: REPORTS_FD,
    },
    logger,
  );
  const media = await openMedia(settings);
  closing.add('media', () => media.close());
  const chores = startChores({
    redis,
    lanes: createLanes(redis),
    blobs: media.blobs,
    logins: store,
    keeping: {
      eventLogAgeMs: settings.EVENT_LOG_AGE,
      messagesMs: settings.MESSAGE_RETENTION_DAYS * MS_PER_DAY,
      deadLettersMs: settings.WEBHOOK_DEAD_LETTER_AGE,
    },
    idleMs: settings.SESSION_IDLE_DAYS * MS_PER_DAY,
    logger,
  });
  closing.add('chores', () => chores.close());
  const erasing = startErasing({ redis, blobs: media.blobs, logins: store, logger });
  closing.add('erasing', () => erasing.close());
  const backups = await openBackups(settings, redis, store, logger);
  if (backups !== undefined) closing.add('backups', () => backups.close());
  const engines = makeEngines(settings, logger);
  const host = createSessionHost({
    workerId,
    redis,
    ownership,
    lease,
    wait: queues.wait,
    admission,
    rebalanceMs: settings.REBALANCE_INTERVAL,
    compareMs: COMPARE_EVERY_MS,
    own: sessionMaker({
      queues,
      engines,
      logins:
        store === undefined
          ? loginsInSharedFolder
          : keepLogins({
              store,
              keys: settings.LOGIN_STORE_KEY,
              engines,
              ownership,
              lease,
              host: loginHost,
              everyMs: settings.LOGIN_SAVE_INTERVAL,
              lastMs: settings.SHUTDOWN_TIMEOUT / 2,
              metrics,
              logger,
            }),
      ownership,
      lease,
      metrics,
      logger,
      maxStarting: settings.MAX_STARTING_SESSIONS,
      healthCheckMs: settings.HEALTH_CHECK_INTERVAL,
      workerLabels: settings.WORKER_LABELS,
      sendAttempts: settings.SEND_ATTEMPTS,
      eventLogLength: settings.EVENT_LOG_LENGTH,
      eventLogAgeMs: settings.EVENT_LOG_AGE,
      messageRetentionDays: settings.MESSAGE_RETENTION_DAYS,
      numberTtl: { registeredMs: settings.NUMBER_KNOWN_TTL, unregisteredMs: settings.NUMBER_UNKNOWN_TTL },
      files: media.files,
      pace: paceOf(settings),
      typingMs: settings.PACING_TYPING,
      blobs: media.blobs,
      received: media.received,
    }),
    metrics,
    logger,
  });
  closing.add('sessions', () => host.drain());
  await host.run();
}

async function runWebhooks(
  { settings, redis, queues, metrics, logger, closing }: Base,
  workerId: string,
): Promise<void> {
  const { webhook } = settings;
  if (webhook !== undefined) {
    if (webhook.secret === undefined) {
      logger.warn(
        'WEBHOOK_SECRET is not set: webhooks are not signed, so the receiver cannot tell them from forged ones',
      );
    }
    await keepEnvironmentEndpoint(redis, webhook, Date.now());
  }
  const poster = createPoster({
    timeoutMs: settings.WEBHOOK_TIMEOUT,
    allowedHosts: settings.WEBHOOK_ALLOWED_HOSTS,
  });
  closing.add('webhook connections', () => poster.close());
  const endpoints = createEndpoints(redis);
  const deliverer = createDeliverer({
    workerId,
    queues,
    redis,
    endpoints,
    poster,
    tracing: queues.tracing,
    schedule: settings.WEBHOOK_RETRY_SCHEDULE,
    concurrency: settings.WEBHOOK_CONCURRENCY,
    keep: { deliveredMs: settings.WEBHOOK_LOG_AGE, deadMs: settings.WEBHOOK_DEAD_LETTER_AGE },
    tell: tellOfEndpoints(redis, settings.EVENT_LOG_LENGTH, settings.EVENT_LOG_AGE),
    metrics,
    logger,
  });
  closing.add('webhook deliveries', () => deliverer.close());
  const fanOut = createFanOut({ redis, wait: queues.wait, endpoints, wake: deliverer.wake, logger });
  closing.add('fan-out', () => fanOut.stop());
  await fanOut.run();
}
