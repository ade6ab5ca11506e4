import { ConfigError } from '@wagw/shared/config/read-config';
import { readApiSettings, redisSettings } from '@wagw/shared/config/settings';
import { createClosing } from '@wagw/shared/lifecycle/closing';
import { createLogger } from '@wagw/shared/observability/logger';
import { createMetrics } from '@wagw/shared/observability/metrics';
import { createLanes } from '@wagw/shared/queue/queues';
import { connectRedis } from '@wagw/shared/redis/connect';
import { VERSION } from '@wagw/shared/version';
import closeWithGrace from 'close-with-grace';
import { buildApp } from './app.ts';

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
  const logger = createLogger({ name: 'api', level: settings.LOG_LEVEL });
  const closing = createClosing(logger);
  const redis = connectRedis(redisSettings(settings), 'request', logger);
  closing.add('redis', () => redis.disconnect());
  const app = await buildApp({
    redis,
    lanes: createLanes(redis),
    metrics: createMetrics('api', VERSION),
    logger,
    apiKey: settings.API_KEY,
    messageRetentionDays: settings.MESSAGE_RETENTION_DAYS,
  });
  closing.add('http server', () => app.close());
  closeWithGrace({ delay: settings.SHUTDOWN_TIMEOUT, logger }, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'unexpected error');
    logger.info({ signal }, 'closing');
    await closing.close();
  });
  await app.listen({ host: settings.HOST, port: settings.PORT });
}
