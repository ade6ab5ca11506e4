import { ApiError } from '@wagw/shared/errors/problem';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { qrSchema } from '@wagw/shared/sessions/session-schema';
import { toBuffer, toDataURL, toString as toText } from 'qrcode';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { sessionOf } from '../sessions/session-of.ts';

const FORMATS = ['json', 'png', 'svg'] as const;
type Format = (typeof FORMATS)[number];

/** Wide enough to be scanned from a screen at arm's length. */
const PNG = { width: 320, margin: 2 } as const;

const content = {
  'application/json': { schema: qrSchema },
  'image/png': { schema: z.custom<Buffer>().meta({ type: 'string', format: 'binary' }) },
  'image/svg+xml': { schema: z.string() },
};

/** `GET /sessions/:id/qr` as JSON, PNG or SVG, by `?format=` or the Accept header. */
export async function qrRoutes(app: App, { redis }: AppParts): Promise<void> {
  app.get(
    '/sessions/:id/qr',
    {
      config: { scope: 'read', tokens: ['connect'] },
      schema: {
        tags: ['Login'],
        operationId: 'getQr',
        summary: 'Get the QR code that waits to be scanned',
        description: 'As JSON, PNG or SVG.',
        params: z.object({ id: sessionIdSchema }),
        querystring: z.strictObject({ format: z.enum(FORMATS).optional() }),
        response: { 200: { content } },
      },
    },
    async (request, reply) => {
      const { qr } = await sessionOf(redis, request.params.id);
      if (qr === undefined || qr.expiresAt <= Date.now()) throw new ApiError('qr_not_available');
      // A code is a key to the account for as long as it lives.
      void reply.header('cache-control', 'no-store');
      switch (request.query.format ?? acceptedFormat(request.headers.accept)) {
        case 'png':
          return reply.type('image/png').send(await toBuffer(qr.text, PNG));
        case 'svg':
          return reply.type('image/svg+xml').send(await toText(qr.text, { type: 'svg', margin: 2 }));
        case 'json':
          return qrSchema.parse({
            qr: qr.text,
            dataUrl: await toDataURL(qr.text, PNG),
            expiresAt: new Date(qr.expiresAt).toISOString(),
          });
      }
    },
  );
}

function acceptedFormat(accept = ''): Format {
  if (accept.includes('image/svg+xml')) return 'svg';
  return accept.includes('image/png') || accept.startsWith('image/') ? 'png' : 'json';
}
