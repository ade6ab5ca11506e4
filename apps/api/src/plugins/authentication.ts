import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that answers without a key. */
    public?: boolean;
  }
}

/** Every route wants the key, unless it says `config: { public: true }`; unknown routes want it too. */
export const authentication = plugin(async (app, { apiKey }: { apiKey: string }) => {
  const expected = digest(apiKey);
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.public === true) return;
    // Digests have one length, so the comparison tells nothing about the key's.
    if (!timingSafeEqual(digest(givenKey(request)), expected)) throw new ApiError('unauthorized');
  });
});

/** `x-gateway-key` is the native header; the others carry the same key for systems that already send them. */
function givenKey({ headers }: FastifyRequest): string {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  return String(headers['x-gateway-key'] ?? headers['x-api-key'] ?? bearer ?? '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
