import { commandSchema } from '@wagw/shared/commands/catalogue';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { showCommand } from '../commands/answers.ts';
import { watchCommand } from '../commands/ask-session.ts';
import { waitOf } from '../plugins/waiting.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { sessionParams } from './params.ts';

const tags = ['Commands'];

/** What became of something that was asked of a session and took longer than its request. */
export async function commandRoutes(app: App, { redis }: AppParts): Promise<void> {
  app.get(
    '/sessions/:id/commands/:commandId',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getCommand',
        summary: 'See what became of a command',
        params: sessionParams.extend({ commandId: z.string().min(1).max(64) }),
        response: { 200: commandSchema },
      },
    },
    async (request, reply) => {
      const { id, commandId } = request.params;
      await sessionOf(redis, id);
      const waitMs = waitOf(request, reply, 0);
      return showCommand(await watchCommand(redis, id, commandId, waitMs, app.closing));
    },
  );
}
