import { ApiError } from '@wagw/shared/errors/problem';
import type { App, AppParts } from '../../app.ts';
import { asEvolution } from './as-evolution.ts';
import { chatRoutes } from './chat-routes.ts';
import { findRoutes } from './find-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { mediaRoutes } from './media-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

const ROUTES = [
  instanceRoutes,
  messageRoutes,
  mediaRoutes,
  chatRoutes,
  findRoutes,
  groupRoutes,
  webhookRoutes,
];
const PLACES = ['instance', 'message', 'chat', 'group', 'webhook'];

/**
 * For backends of Evolution API v2 (https://doc.evolution-api.com): its routes, in its words, over the same functions as ours. What is
 * served and what differs stands in `docs/from-evolution-api.md`.
 */
export async function evolutionRoutes(app: App, parts: AppParts): Promise<void> {
  for (const routes of ROUTES) await app.register(routes, parts);

  // What is not served is answered in its words too.
  for (const place of PLACES) {
    app.all(
      `/${place}/*`,
      { config: { scope: 'read', problemMembers: asEvolution }, schema: { hide: true } },
      async () => {
        throw new ApiError('route_not_found');
      },
    );
  }
}
