import multipart from '@fastify/multipart';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import type { ParseOptions } from '@wagw/shared/numbers/parse-recipient';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Metrics } from '@wagw/shared/observability/metrics';
import type { Lanes } from '@wagw/shared/queue/queues';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Redis } from 'ioredis';
import type { SseSettings } from './events/sse-readers.ts';
import { MAX_BODY_BYTES, UPLOAD_TIMEOUT_MS } from './limits.ts';
import type { MediaIntake } from './media/intake.ts';
import { docsPage } from './openapi/docs-page.ts';
import { openapi } from './openapi/openapi.ts';
import { authentication } from './plugins/authentication.ts';
import { errorAnswers } from './plugins/error-answers.ts';
import { idempotency } from './plugins/idempotency.ts';
import { requestMetrics } from './plugins/request-metrics.ts';
import { waiting } from './plugins/waiting.ts';
import { batchRoutes } from './routes/batches.ts';
import { chatRoutes } from './routes/chats.ts';
import { commandRoutes } from './routes/commands.ts';
import { contactRoutes } from './routes/contacts.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { eventRoutes } from './routes/events.ts';
import { groupRoutes } from './routes/groups.ts';
import { healthRoutes } from './routes/health.ts';
import { mediaRoutes } from './routes/media.ts';
import { messageChangeRoutes } from './routes/message-changes.ts';
import { messageRoutes } from './routes/messages.ts';
import { metricsRoute } from './routes/metrics.ts';
import { numberRoutes } from './routes/numbers.ts';
import { qrRoutes } from './routes/qr.ts';
import { sessionHealthRoutes } from './routes/session-health.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { UrlCheck } from './webhooks/check-url.ts';

/** What the API works with; made by `main`, or by a test. */
export interface AppParts {
  readonly redis: Redis;
  readonly lanes: Lanes;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly apiKey: string;
  readonly messageRetentionDays: number;
  /** Of routes that take no files; by default longer than the longest wait that a caller may ask for. */
  readonly handlerTimeoutMs?: number;
  /** Where files are kept that are sent or came in. */
  readonly blobs: BlobStore;
  readonly intake: MediaIntake;
  readonly sse: SseSettings;
  /** Which receivers of webhooks may be named. */
  readonly webhookGuard: UrlCheck;
  readonly numbers: ParseOptions & {
    /** Whether messages to numbers without an account are refused. */
    readonly isChecked: boolean;
  };
}

export type App = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Fastify leaves all of these at "for ever", so one slow client could hold a socket for good. */
const TIMEOUTS = {
  connectionTimeout: 30_000,
  // For the whole body, of an upload too; other routes end with `handlerTimeout`.
  requestTimeout: UPLOAD_TIMEOUT_MS,
  keepAliveTimeout: 72_000,
  // Longer than the longest wait that a caller may ask for.
  handlerTimeout: 75_000,
};

const MESSAGING = [
  messageRoutes,
  messageChangeRoutes,
  batchRoutes,
  mediaRoutes,
  chatRoutes,
  contactRoutes,
  numberRoutes,
  groupRoutes,
  commandRoutes,
];

/** Builds the API without listening. */
export async function buildApp(parts: AppParts): Promise<App> {
  const app = Fastify({
    loggerInstance: parts.logger as FastifyBaseLogger,
    // One line for each request is written by `requestMetrics`.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: 256 },
    ...TIMEOUTS,
    ...(parts.handlerTimeoutMs === undefined ? {} : { handlerTimeout: parts.handlerTimeoutMs }),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Clients that always say "JSON" may send a POST without a body.
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, String(body), done);
  });
  // How large a file may be, the intake says.
  await app.register(multipart, {
    limits: { files: 1, fields: 50, fieldSize: MAX_BODY_BYTES, fileSize: Number.POSITIVE_INFINITY },
  });
  await app.register(errorAnswers);
  await app.register(requestMetrics, parts);
  await app.register(authentication, parts);
  await app.register(waiting);
  await app.register(idempotency, parts);
  await app.register(openapi);
  await app.register(docsPage);
  await app.register(healthRoutes, parts);
  await app.register(sessionHealthRoutes, parts);
  await app.register(metricsRoute, parts);
  const api = { ...parts, prefix: '/api/v1' };
  await app.register(sessionRoutes, api);
  await app.register(qrRoutes, api);
  await app.register(eventRoutes, api);
  await app.register(webhookRoutes, api);
  await app.register(deliveryRoutes, api);
  for (const routes of MESSAGING) await app.register(routes, api);
  return app;
}
