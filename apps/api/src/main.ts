import { fileURLToPath } from 'node:url';
import { openBlobStore } from '@wagw/shared/blobs/open-blob-store';
import { ConfigError } from '@wagw/shared/config/read-config';
import { readApiSettings, redisSettings } from '@wagw/shared/config/settings';
import { startMinuteNotes } from '@wagw/shared/health/note-minutes';
import { createClosing } from '@wagw/shared/lifecycle/closing';
import { createLogger } from '@wagw/shared/observability/logger';
import { createMetrics } from '@wagw/shared/observability/metrics';
import { openTracing } from '@wagw/shared/observability/tracing';
import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { createLanes } from '@wagw/shared/queue/queues';
import { connectRedis } from '@wagw/shared/redis/connect';
import { VERSION } from '@wagw/shared/version';
import closeWithGrace from 'close-with-grace';
import { buildApp } from './app.ts';
import { createMediaIntake } from './media/intake.ts';

/** Beside this application, both from its sources and as it is built. */
const CONSOLE = fileURLToPath(new URL('../../console/dist', import.meta.url));

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(78); // EX_CONFIG of sysexits.h
}

async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the one place of this process that reads the environment
  const settings = readApiSettings(process.env);
  const logger = createLogger({ name: 'api', level: settings.LOG_LEVEL, hashKey: settings.LOG_HASH_KEY });
  const closing = createClosing(logger);
  const tracing = await openTracing('wagw-api', VERSION, settings.OTEL_EXPORTER_OTLP_ENDPOINT, logger);
  closing.add('traces', () => tracing.close());
  const redis = connectRedis(redisSettings(settings), 'request', logger);
  closing.add('redis', () => redis.disconnect());
  const minutes = startMinuteNotes(redis, logger);
  closing.add('history', () => minutes.close());
  const blobs = await openBlobStore(settings.MEDIA_STORE, settings);
  closing.add('media store', () => blobs.close());
  const app = await buildApp({
    redis,
    lanes: createLanes(redis, tracing.telemetry),
    tracing,
    metrics: createMetrics('api', VERSION),
    logger,
    apiKey: settings.API_KEY,
    oldApiKey: settings.API_KEY_OLD,
    keyHeaders: settings.KEY_HEADERS,
    jwtSecret: settings.JWT_SECRET,
    console: settings.CONSOLE === 'on' ? { folder: settings.CONSOLE_PATH ?? CONSOLE } : undefined,
    publicUrl: settings.PUBLIC_URL,
    messageRetentionDays: settings.MESSAGE_RETENTION_DAYS,
    blobs,
    folders: settings.MEDIA_STORE.kind === 'directory' ? [settings.MEDIA_STORE.path] : [],
    intake: createMediaIntake({
      redis,
      blobs,
      guard: createAddressGuard(settings.MEDIA_ALLOWED_HOSTS, 'MEDIA_ALLOWED_HOSTS'),
      maxMb: settings.MEDIA_MAX_MB,
      retentionDays: settings.MEDIA_RETENTION_DAYS,
    }),
    webhookGuard: createAddressGuard(settings.WEBHOOK_ALLOWED_HOSTS),
    dialects: settings.DIALECTS,
    evolutionFormat: settings.EVOLUTION_WEBHOOK_FORMAT,
    sse: { maxReaders: settings.SSE_MAX_READERS },
    rateLimits: {
      perKey: settings.RATE_LIMIT_PER_KEY,
      perAddress: settings.RATE_LIMIT_PER_IP,
      wrongKeys: settings.RATE_LIMIT_WRONG_KEYS,
    },
    overload: {
      maxDelayMs: settings.MAX_EVENT_LOOP_DELAY,
      maxUtilization: settings.MAX_EVENT_LOOP_UTILIZATION / 100,
    },
    maxConnections: settings.MAX_CONNECTIONS,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    trustProxy: settings.TRUST_PROXY,
    numbers: { defaultCountry: settings.DEFAULT_COUNTRY, isChecked: settings.NUMBER_CHECK === 'on' },
  });
  closing.add('http server', () => app.close());
  closeWithGrace({ delay: settings.SHUTDOWN_TIMEOUT, logger }, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'unexpected error');
    logger.info({ signal }, 'closing');
    await closing.close();
  });
  await app.listen({ host: settings.HOST, port: settings.PORT });
}
