import { EVENT_NAMES } from '@wagw/shared/events/catalogue';
import { z } from 'zod';
import { TOKEN_PURPOSES } from '../access/caller.ts';
import { CONNECT_EVENTS } from '../access/tokens.ts';
import type { App, AppParts } from '../app.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { sessionParams } from './params.ts';

const MINUTE_S = 60;
const DAY_S = 86_400;

const createTokenSchema = z
  .strictObject({
    purpose: z
      .enum(TOKEN_PURPOSES)
      .describe(
        '`connect`: see the state, the QR code and how they change, and ask for a pairing code. `events`: see the state, and read or follow the events.',
      ),
    events: z.array(z.enum(EVENT_NAMES)).min(1).optional().describe('With `events`: only these.'),
    expiresIn: z
      .int()
      .min(MINUTE_S)
      .max(DAY_S)
      .default(15 * MINUTE_S)
      .describe('Seconds.'),
  })
  .refine(({ purpose, events }) => purpose === 'events' || events === undefined, {
    path: ['events'],
    error: 'only goes with the purpose `events`',
  })
  .meta({ id: 'CreateToken' });

const tokenSchema = z
  .object({
    token: z
      .string()
      .describe(
        'For `Authorization: Bearer`, or `?token=` where no header can be set. It cannot be looked up.',
      ),
    purpose: z.enum(TOKEN_PURPOSES),
    sessionId: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Token' });

/** Tokens for browsers. */
export async function tokenRoutes(app: App, { redis }: AppParts): Promise<void> {
  app.post(
    '/sessions/:id/tokens',
    {
      config: { scope: 'manage', shownOnce: 'token' },
      schema: {
        tags: ['Keys'],
        operationId: 'createToken',
        summary: 'Make a token for a browser',
        description:
          'For one session, one purpose and a short time, so that no key gets into a browser. It ends with the key that asks.',
        params: sessionParams,
        body: createTokenSchema,
        response: { 201: tokenSchema },
      },
    },
    async ({ caller, params: { id }, body: { purpose, events: wanted, expiresIn } }, reply) => {
      const { tenantId } = await sessionOf(redis, id);
      const expiresAt = Math.floor(Date.now() / 1000 + expiresIn) * 1000;
      const events = purpose === 'connect' ? CONNECT_EVENTS : wanted;
      const token = await app.tokens.make({ sessionId: id, tenantId, purpose, events, expiresAt }, caller);
      return reply
        .code(201)
        .send({ token, purpose, sessionId: id, expiresAt: new Date(expiresAt).toISOString() });
    },
  );
}
