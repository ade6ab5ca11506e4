import multipart from '@fastify/multipart';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import type { DialectName, EvolutionFormat } from '@wagw/shared/config/dialect-options';
import type { ParseOptions } from '@wagw/shared/numbers/parse-recipient';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Metrics } from '@wagw/shared/observability/metrics';
import type { Tracing } from '@wagw/shared/observability/tracing';
import type { Lanes } from '@wagw/shared/queue/queues';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Redis } from 'ioredis';
import { access } from './access/access.ts';
import type { AccessParts } from './access/authenticate.ts';
import { consoleRoutes } from './console/console.ts';
import { dialectRoutes } from './dialects/dialects.ts';
import type { SseSettings } from './events/sse-readers.ts';
import { type HttpTimeouts, MAX_BODY_BYTES, MAX_HEADER_BYTES, TIMEOUTS } from './limits.ts';
import type { MediaIntake } from './media/intake.ts';
import { docsPage } from './openapi/docs-page.ts';
import { openapi } from './openapi/openapi.ts';
import { answerError, errorAnswers } from './plugins/error-answers.ts';
import { hardening, type OverloadSettings } from './plugins/hardening.ts';
import { httpRules } from './plugins/http-rules.ts';
import { idempotency } from './plugins/idempotency.ts';
import { jsonBodies } from './plugins/json-bodies.ts';
import { messageCount } from './plugins/message-count.ts';
import { type RateLimitSettings, rateLimits } from './plugins/rate-limits.ts';
import { requestMetrics } from './plugins/request-metrics.ts';
import { requestTraces } from './plugins/request-traces.ts';
import { unusedConnections } from './plugins/unused-connections.ts';
import { waiting } from './plugins/waiting.ts';
import { answerRaw } from './raw-answers.ts';
import { batchRoutes } from './routes/batches.ts';
import { chatRoutes } from './routes/chats.ts';
import { commandRoutes } from './routes/commands.ts';
import { connectLinkRoute } from './routes/connect-link.ts';
import { contactRoutes } from './routes/contacts.ts';
import { dataRoutes } from './routes/data.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { ensuredSessionRoutes } from './routes/ensured-sessions.ts';
import { eventRoutes } from './routes/events.ts';
import { groupRoutes } from './routes/groups.ts';
import { healthRoutes } from './routes/health.ts';
import { keyRoutes } from './routes/keys.ts';
import { mediaRoutes } from './routes/media.ts';
import { messageChangeRoutes } from './routes/message-changes.ts';
import { messageRoutes } from './routes/messages.ts';
import { metricsRoute } from './routes/metrics.ts';
import { numberRoutes } from './routes/numbers.ts';
import { qrRoutes } from './routes/qr.ts';
import { sessionHealthRoutes } from './routes/session-health.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { UrlCheck } from './webhooks/check-url.ts';

/** What the API works with; made by `main`, or by a test. */
export interface AppParts extends AccessParts {
  readonly redis: Redis;
  readonly lanes: Lanes;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracing?: Tracing;
  readonly messageRetentionDays: number;
  readonly timeouts?: Partial<HttpTimeouts>;
  /** By default there are none. */
  readonly rateLimits?: RateLimitSettings;
  /** When requests are refused because this process cannot manage them. By default never. */
  readonly overload?: OverloadSettings;
  /** 0, the default, is any number. */
  readonly maxConnections?: number;
  /** The web origins whose pages may call the api. By default none. */
  readonly allowedOrigins?: readonly string[];
  /** The addresses and networks of proxies that tell the caller's address. By default none. */
  readonly trustProxy?: readonly string[];
  /** Where files are kept that are sent or came in. */
  readonly blobs: BlobStore;
  /** The folders that this process writes to, whose disks matter. By default none. */
  readonly folders?: readonly string[];
  readonly intake: MediaIntake;
  readonly sse: SseSettings;
  /** Whose routes are served beside the native ones. */
  readonly dialects: readonly DialectName[];
  /** What webhooks get that are set up through the dialect `evolution`. */
  readonly evolutionFormat?: EvolutionFormat;
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
    trustProxy: [...(parts.trustProxy ?? [])],
    clientErrorHandler: answerRaw,
    frameworkErrors: answerError,
    // What still comes over open connections while the process ends is carried out, not refused.
    return503OnClosing: false,
    ...serverOptions({ ...TIMEOUTS, ...parts.timeouts }),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // How large a file may be, the intake says.
  await app.register(multipart, {
    limits: { files: 1, fields: 50, fieldSize: MAX_BODY_BYTES, fileSize: Number.POSITIVE_INFINITY },
    // More than comes at once: the parser stops for ever behind a part without a name that is larger than this.
    fileHwm: 131_072,
  });
  await app.register(jsonBodies);
  await app.register(errorAnswers);
  await app.register(requestTraces, parts);
  await app.register(requestMetrics, parts);
  await app.register(hardening, parts);
  await app.register(httpRules, parts);
  await app.register(unusedConnections);
  await app.register(rateLimits, parts);
  await app.register(access, parts);
  await app.register(waiting);
  await app.register(idempotency, parts);
  await app.register(messageCount, parts);
  await app.register(openapi);
  await app.register(docsPage);
  await app.register(consoleRoutes, parts);
  await app.register(healthRoutes, parts);
  await app.register(sessionHealthRoutes, parts);
  await app.register(metricsRoute, parts);
  const api = { ...parts, prefix: '/api/v1' };
  await app.register(sessionRoutes, api);
  await app.register(ensuredSessionRoutes, api);
  await app.register(qrRoutes, api);
  await app.register(eventRoutes, api);
  await app.register(webhookRoutes, api);
  await app.register(deliveryRoutes, api);
  await app.register(keyRoutes, api);
  await app.register(tokenRoutes, api);
  await app.register(connectLinkRoute, api);
  await app.register(dataRoutes, api);
  for (const routes of MESSAGING) await app.register(routes, api);
  await app.register(dialectRoutes, parts);
  return app;
}

/** Every time-out is set: one that is not lets a slow client hold a socket for good. */
function serverOptions(timeouts: HttpTimeouts) {
  return {
    connectionTimeout: timeouts.idleMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    handlerTimeout: timeouts.handlerMs,
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      // `http-rules.ts` does it, with an answer that says why.
      requireHostHeader: false,
    },
  };
}
