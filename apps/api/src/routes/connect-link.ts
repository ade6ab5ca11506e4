import { z } from 'zod';
import { CONNECT_EVENTS } from '../access/tokens.ts';
import type { App, AppParts } from '../app.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { startSession } from '../sessions/start-session.ts';
import { sessionParams } from './params.ts';

const MINUTE_S = 60;
const WEEK_S = 7 * 86_400;
/** The token of a link stands in its path, and a URL may have 8 KiB. */
const MAX_ORIGINS = 10;
const MAX_URL_LENGTH = 1_000;

export const LANGUAGES = ['en', 'pt', 'es'] as const;

/** As browsers send it. Pages that are not read over TLS anybody on the way may change, those of one's own machine excepted. */
const originSchema = z
  .string()
  .max(260)
  .refine(isEmbeddingOrigin, 'must be an origin like https://app.example.com');

const redirectSchema = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .max(MAX_URL_LENGTH)
  .refine((url) => new URL(url).username === '' && new URL(url).password === '', 'must name no user');

const connectLinkRequestSchema = z
  .strictObject({
    expiresIn: z.int().min(MINUTE_S).max(WEEK_S).default(3_600).describe('Seconds.'),
    origins: z
      .array(originSchema)
      .max(MAX_ORIGINS)
      .default([])
      .describe(
        'The web origins whose pages may show it in a frame: https, or http of localhost and 127.0.0.1. By default none.',
      ),
    language: z.enum(LANGUAGES).optional().describe('By default the one of the browser.'),
    start: z.boolean().default(true).describe('Whether to start the session, so that there is a QR code.'),
    redirectUrl: redirectSchema.optional().describe('Where the page goes once the phone is linked.'),
  })
  .meta({ id: 'CreateConnectLink' });

const connectLinkSchema = z
  .object({
    url: z.string().describe('It cannot be looked up. Whoever has it can link a phone to the session.'),
    sessionId: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'ConnectLink' });

/** Links for people outside, who connect a phone without a key. */
export async function connectLinkRoute(app: App, { redis, publicUrl }: AppParts): Promise<void> {
  app.post(
    '/sessions/:id/connect-link',
    {
      config: { scope: 'manage', shownOnce: 'url' },
      schema: {
        tags: ['Login'],
        operationId: 'createConnectLink',
        summary: 'Make a link to a page that connects a phone',
        description:
          'The page shows the QR code and the pairing code of this one session. It links one phone, and ends with the key that asks.',
        params: sessionParams,
        body: connectLinkRequestSchema.nullish(),
        response: { 201: connectLinkSchema },
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request;
      const { expiresIn, start, ...wanted } = body ?? connectLinkRequestSchema.parse({});
      const { id, tenantId } = await sessionOf(redis, params.id);
      if (start) await startSession(redis, caller, id);
      const expiresAt = Math.floor(Date.now() / 1000 + expiresIn) * 1000;
      const link = { origins: wanted.origins, language: wanted.language, redirect: wanted.redirectUrl };
      const token = await app.tokens.make(
        { sessionId: id, tenantId, purpose: 'connect', events: CONNECT_EVENTS, link, expiresAt },
        caller,
      );
      const base = publicUrl ?? `${request.protocol}://${request.host}`;
      return reply.code(201).send({
        url: `${base}/console/connect/${token}`,
        sessionId: id,
        expiresAt: new Date(expiresAt).toISOString(),
      });
    },
  );
}

function isEmbeddingOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isOwnMachine = hostname === 'localhost' || hostname === '127.0.0.1';
  // What may stand in a host name and means something in a policy is refused: `*`, `;`, `,`, `'`.
  return (
    origin === text && /^https?:\/\/[a-z0-9.:[\]-]+$/.test(text) && (protocol === 'https:' || isOwnMachine)
  );
}
