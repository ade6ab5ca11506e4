import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import underPressure from '@fastify/under-pressure';
import { ApiError } from '@wagw/shared/errors/problem';
import plugin from 'fastify-plugin';
import { isProbe } from '../probes.ts';

export interface OverloadSettings {
  /** Of the event loop, on average over a second, in milliseconds; 0 is any. */
  readonly maxDelayMs: number;
  /** Of the event loop over a second, from 0 to 1; 0 is any. */
  readonly maxUtilization: number;
  /** For how long after the start nothing is refused, in milliseconds. */
  readonly settleMs?: number;
}

interface HardeningParts {
  /** Whose pages may call the api from a browser. By default nobody's. */
  readonly allowedOrigins?: readonly string[];
  /** When requests are refused. By default never. */
  readonly overload?: OverloadSettings;
}

const PREFLIGHT_KEPT_S = 600;
/** What the start has cost says nothing of the load, and is forgotten after two samples of a second. */
const SETTLE_MS = 3_000;

/** What pages of other origins may read of an answer. */
const EXPOSED = [
  'Idempotent-Replayed',
  'Location',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
];

/** Headers for browsers, which origins may call, and refusing what this process cannot manage. To be registered first. */
export const hardening = plugin(async (app, { allowedOrigins = [], overload }: HardeningParts) => {
  await app.register(helmet, {
    // For answers that are no pages; /docs has a policy of its own.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: allowedOrigins.length === 0 ? 'same-origin' : 'cross-origin' },
    // Other hosts of the domain are not ours to speak for.
    strictTransportSecurity: { includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  });

  if (allowedOrigins.length > 0) {
    // Browsers send no key with the question whether they may ask.
    app.addHook('onRoute', (route) => {
      if (route.url === '*' && route.method === 'OPTIONS') route.config = { ...route.config, public: true };
    });
    await app.register(cors, {
      origin: [...allowedOrigins],
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: EXPOSED,
      maxAge: PREFLIGHT_KEPT_S,
      strictPreflight: false,
    });
  }

  if (overload !== undefined) {
    let settledAt = Number.POSITIVE_INFINITY;
    app.addHook('onListen', async () => {
      settledAt = performance.now() + (overload.settleMs ?? SETTLE_MS);
    });
    await app.register(underPressure, {
      maxEventLoopDelay: overload.maxDelayMs,
      maxEventLoopUtilization: overload.maxUtilization,
      eventLoopUtilizationMode: 'interval',
      async pressureHandler(request) {
        if (performance.now() > settledAt && !isProbe(request)) throw new ApiError('overloaded');
      },
    });
  }
});
