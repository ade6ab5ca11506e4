import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { sessionOf } from '../../sessions/session-of.ts';
import { asEvolution } from './as-evolution.ts';
import { instanceParams } from './names.ts';
import {
  disableWebhook,
  findWebhook,
  keepWebhook,
  webhookAnswer,
  webhookSchema,
} from './webhook-settings.ts';

/** One that is turned off may have any url. */
const off = z.object({ enabled: z.literal(false) });
const setting = z.union([off, webhookSchema]);

/** The code wants the settings in `webhook`, the documentation shows them bare. */
const body = z.preprocess(
  (given) => (typeof given === 'object' && given !== null && 'webhook' in given ? given.webhook : given),
  setting,
);

/** The webhook of an instance (source: evolution-api v2, src/api/integrations/event/webhook). */
export async function webhookRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis } = parts;
  const ofInstance = { session: 'instanceName', problemMembers: asEvolution };

  app.post(
    '/webhook/set/:instanceName',
    { config: { scope: 'manage', ...ofInstance }, schema: { hide: true, params: instanceParams, body } },
    async (request, reply) => {
      const session = await sessionOf(redis, request.sessionId);
      const wish = request.body;
      const endpoint =
        'url' in wish
          ? await keepWebhook(parts, session, wish, '/webhook/url')
          : await disableWebhook(redis, session);
      const answer = endpoint === undefined ? { enabled: false } : webhookAnswer(session, endpoint);
      return reply.code(201).send(answer);
    },
  );

  app.get(
    '/webhook/find/:instanceName',
    // Its headers may hold the key of the receiver.
    { config: { scope: 'manage', ...ofInstance }, schema: { hide: true, params: instanceParams } },
    async (request, reply) => {
      const session = await sessionOf(redis, request.sessionId);
      const endpoint = await findWebhook(redis, session);
      return reply.send(endpoint === undefined ? null : webhookAnswer(session, endpoint));
    },
  );
}
