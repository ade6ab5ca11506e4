import { hostname } from 'node:os';
import { parseArgsStringToArgv } from 'string-argv';
import { z } from 'zod';
import { LOG_LEVELS } from '../observability/logger.ts';
import { labelList } from '../sessions/labels.ts';
import { FORMAT_NAMES } from '../webhooks/formats/formats.ts';
import { accessOptions } from './access-options.ts';
import { apiLimitOptions } from './api-limit-options.ts';
import { backupOptions } from './backup-options.ts';
import { s3Options } from './blob-store-options.ts';
import { dialectOptions, olderWebhookOptions } from './dialect-options.ts';
import { loginStoreOptions } from './login-store-options.ts';
import { mediaOptions } from './media-options.ts';
import { numberCacheOptions, numberOptions } from './number-options.ts';
import { pacingOptions } from './pacing-options.ts';
import { duration, integer, list } from './read-config.ts';
import { workerMediaOptions } from './worker-media-options.ts';

/**
 * Every environment variable, by who reads it. The descriptions are what `docs/configuration.md` and the start-up errors show.
 */

const DEFAULT_RETRY_SCHEDULE = '5s,5m,30m,2h,5h,10h,14h,20h,24h,24h,24h,24h,24h';

const redisUrl = z
  .string()
  .regex(/^rediss?:\/\/\S+$/, 'must look like redis://host:6379 or rediss://host:6379')
  .default('redis://127.0.0.1:6379')
  .describe('Where Redis is. It needs append-only persistence and the policy noeviction.');

export const commonOptions = {
  REDIS_URL: redisUrl,
  REDIS_PASSWORD: z.string().optional().describe('The password of Redis, if it is not in REDIS_URL.'),
  REDIS_SENTINELS: list
    .pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be a list of host:port')))
    .default([])
    .describe(
      'The Sentinels that know which Redis is the primary, as host:port, separated by commas. Of REDIS_URL only user, password, database and TLS count then.',
    ),
  REDIS_SENTINEL_NAME: z
    .string()
    .default('mymaster')
    .describe('The name by which the Sentinels know the primary.'),
  REDIS_SENTINEL_PASSWORD: z
    .string()
    .optional()
    .describe('The password of the Sentinels themselves, if any.'),
  HOST: z.string().default('127.0.0.1').describe('The address to listen on. In a container, 0.0.0.0.'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .describe('How much is logged. Texts do not appear at any level, phone numbers only hashed.'),
  LOG_HASH_KEY: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe(
      'Phone numbers in the log are hashed with it, so that one can be followed through the logs of all processes that have the same key. By default each process makes a random one at its start.',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .describe(
      'Where OpenTelemetry traces go, by OTLP over HTTP with JSON. By default there are none. The other OTEL_ variables for traces (OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME and so on) mean what OpenTelemetry says.',
    ),
  MESSAGE_RETENTION_DAYS: integer(1, 3650)
    .default(30)
    .describe('For how many days the record of a message is kept.'),
  EVENT_LOG_LENGTH: integer(100, 10_000_000)
    .default(10_000)
    .describe(
      'How many events of each session are kept in its log; up to ten times as many while no worker has handed them out to webhooks.',
    ),
  EVENT_LOG_AGE: duration
    .default(7 * 86_400_000)
    .describe(
      'For how long events are kept in the log of their session. What was not handed out to the webhook endpoints yet stays.',
    ),
  ...mediaOptions,
  ...s3Options,
  WEBHOOK_ALLOWED_HOSTS: list
    .default([])
    .describe(
      'Private receivers to allow, as host or host:port. Anything else must have a public address: this keeps customers from reaching into your network.',
    ),
  SHUTDOWN_TIMEOUT: duration
    .default(10_000)
    .describe('How long a process may take to end after SIGTERM before it is cut short.'),
} as const;

export const apiOptions = {
  ...commonOptions,
  ...accessOptions,
  PORT: integer(0, 65_535).default(3001).describe('The port of the API; 0 takes a free one.'),
  SSE_MAX_READERS: integer(0, 100_000)
    .default(1_000)
    .describe('How many event streams (SSE) one api process keeps open at the same time; 0 allows none.'),
  ...numberOptions,
  ...apiLimitOptions,
  ...dialectOptions,
} as const;

export const workerOptions = {
  ...commonOptions,
  METRICS_PORT: integer(0, 65_535)
    .default(3002)
    .describe("The port of the worker's /health and /metrics; 0 takes a free one."),
  WORKER_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'use up to 64 letters, digits, dots, dashes and underscores')
    .default(() => `${hostname()}-${process.pid}`)
    .describe('The name of this worker, different for each. By default the host name and the process id.'),
  WORKER_HOST: z
    .string()
    .regex(/^[\w.-]{1,253}$/, 'use letters, digits, dots, dashes and underscores')
    .default(() => hostname())
    .describe('The machine that this worker runs on. By default the host name.'),
  WORKER_LABELS: labelList
    .default([])
    .describe('Labels of this worker. A session with labels runs only on workers that have all of them.'),
  WORKER_ROLES: list
    .pipe(
      z
        .array(z.enum(['sessions', 'webhooks'], 'must name the roles sessions or webhooks, or both'))
        .min(1, 'must name the roles sessions or webhooks, or both'),
    )
    .default(['sessions', 'webhooks'])
    .describe('What this worker does: own sessions, deliver webhooks, or both.'),
  MAX_SESSIONS: integer(0, 10_000)
    .default(20)
    .describe(
      'How many sessions this worker owns at most. Each is a Chromium: plan 100 to 200 MB. It takes fewer when memory gets short.',
    ),
  MEMORY_RESERVE_MB: integer(0, 1_000_000)
    .default(256)
    .describe(
      'How many megabytes of memory stay free: a worker takes no further session when starting it would leave less, by what its sessions use on average. 0 admits by count alone.',
    ),
  REBALANCE_INTERVAL: duration
    .default(10_000)
    .describe(
      'How often one idle session, of all, may move from a fuller worker to an emptier one, so that a new worker gets its share. 0 turns this off.',
    ),
  HEALTH_CHECK_INTERVAL: duration
    .default(30_000)
    .describe(
      'How often each connected session is probed. After two failures in a row session.alert is told, after three the session is started again.',
    ),
  MAX_STARTING_SESSIONS: integer(1, 100)
    .default(2)
    .describe('How many sessions start at the same time; starting one takes a core for some seconds.'),
  SESSIONS_PATH: z
    .string()
    .optional()
    .describe(
      'The folder with the Chromium profiles, which hold the WhatsApp logins. Workers on several hosts must share it, unless LOGIN_STORE is set. By default WWEBJS_AUTH_PATH, else ./sessions.',
    ),
  WWEBJS_AUTH_PATH: z.string().optional().describe('An older name of SESSIONS_PATH.'),
  ...loginStoreOptions,
  ...backupOptions,
  CHROME_EXECUTABLE_PATH: z
    .string()
    .optional()
    .describe(
      'The Chromium program. By default the first of the usual places of chromium-headless-shell, chromium and Chrome.',
    ),
  CHROME_ARGS: z
    .string()
    .default('')
    .transform((line) => parseArgsStringToArgv(line))
    .describe('Further Chromium flags, quoted as in a shell.'),
  DEVICE_NAME: z
    .string()
    .max(50, 'must have at most 50 characters')
    .optional()
    .describe('The name shown in the list of linked devices on the phone.'),
  QR_TIMEOUT: duration
    .default(600_000)
    .describe('How long a session waits for somebody to scan before it is stopped.'),
  SESSION_IDLE_DAYS: integer(0, 3_650)
    .default(0)
    .describe(
      'After how many days without a message in either direction a session is stopped that nobody has started since. Its login stays. 0: never.',
    ),
  LEASE_DURATION: duration
    .default(6_000)
    .describe('After how long without a sign of life other workers take over the sessions of this one.'),
  STALL_LIMIT: duration
    .default(60_000)
    .describe(
      'For how long the event loop of a worker may be blocked before the worker is ended and its sessions move. Blocks that are shorter move nothing.',
    ),
  ...numberCacheOptions,
  SEND_TIMEOUT: duration
    .default(30_000)
    .describe('How long one send may take before its outcome counts as unknown and is looked up.'),
  SEND_ATTEMPTS: integer(1, 100)
    .default(8)
    .describe(
      'How often a message is tried that certainly did not leave, with exponential backoff, before it fails.',
    ),
  ...pacingOptions,
  ...workerMediaOptions,
  APP_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .describe('Where events are posted, beside the endpoints that are made through the API.'),
  WEBHOOK_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Signs the webhooks (Standard Webhooks). Beginning with whsec_ it is base64; any other is taken as its bytes. Without it webhooks are not signed, and receivers cannot tell them from forged ones.',
    ),
  WEBHOOK_TIMEOUT: duration.default(10_000).describe('How long the receiver may take to answer.'),
  WEBHOOK_RETRY_SCHEDULE: list
    .pipe(z.array(duration).min(1, 'name at least one duration'))
    .prefault(DEFAULT_RETRY_SCHEDULE)
    .describe(
      'The waits between the attempts to deliver an event, each varied by 20 %; after the last the event is given up.',
    ),
  WEBHOOK_CONCURRENCY: integer(1, 1_000)
    .default(50)
    .describe('How many requests a worker has under way to one endpoint at most.'),
  WEBHOOK_FORMAT: z
    .enum(FORMAT_NAMES, `must be one of ${FORMAT_NAMES.join(', ')}`)
    .optional()
    .describe('How events are written for APP_WEBHOOK_URL, by default native; see docs/webhook-formats.md.'),
  ...olderWebhookOptions,
  WEBHOOK_LOG_AGE: duration
    .default(3 * 86_400_000)
    .describe('For how long what was delivered is listed, with its attempts.'),
  WEBHOOK_DEAD_LETTER_AGE: duration
    .default(30 * 86_400_000)
    .describe(
      'For how long a delivery that was given up can be looked at and replayed. What waits for a disabled endpoint is kept until its event is as old.',
    ),
} as const;
