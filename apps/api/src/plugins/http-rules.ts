import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { MAX_HEADERS, MAX_URL_LENGTH } from '../limits.ts';

/** Headers that decide where a request ends or whom it is for: two of them may be read differently by a proxy before us. */
const SINGLE = new Set([
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'authorization',
  'idempotency-key',
]);

interface RuleParts {
  /** 0 is any number. */
  readonly maxConnections?: number;
}

/** What a request must look like whatever it asks for; what Node itself refuses is answered by `raw-answers.ts`. */
export const httpRules = plugin(async (app, { maxConnections = 0 }: RuleParts) => {
  if (maxConnections > 0) app.server.maxConnections = maxConnections;
  // One more than is allowed, so that it is seen; Node leaves out what is above.
  app.server.maxHeadersCount = MAX_HEADERS + 1;
  // Nothing is expected but "100-continue", which Node answers by itself; anything else may be passed over (RFC 9110, 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));

  app.addHook('onRequest', async ({ raw }: FastifyRequest) => {
    if ((raw.url ?? '').length > MAX_URL_LENGTH) throw new ApiError('url_too_long');
    if (raw.rawHeaders.length > 2 * MAX_HEADERS) throw new ApiError('headers_too_large');
    const names = raw.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    const twice = names.find((name, index) => SINGLE.has(name) && names.indexOf(name) !== index);
    if (twice !== undefined) throw new ApiError('invalid_request', `The header ${twice} came twice.`);
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined)
      throw new ApiError('invalid_request', 'The header Host is missing.');
  });
});
