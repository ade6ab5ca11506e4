import { commandSchema } from '@wagw/shared/commands/catalogue';
import { viewCommand } from '@wagw/shared/commands/command-store';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { commandOf } from '../commands/ask-session.ts';
import { waitOf, watch } from '../plugins/waiting.ts';
import { sessionParams } from './messages.ts';
import { sessionOf } from './sessions.ts';

/** What became of something that was asked of a session and took longer than its request. */
export async function commandRoutes(app: App, { redis }: AppParts): Promise<void> {
  app.get(
    '/sessions/:id/commands/:commandId',
    {
      schema: {
        params: sessionParams.extend({ commandId: z.string().min(1).max(64) }),
        response: { 200: commandSchema },
      },
    },
    async (request, reply) => {
      const { id, commandId } = request.params;
      await sessionOf(redis, id);
      const record = await watch(
        () => commandOf(redis, id, commandId),
        ({ status }) => status === 'done' || status === 'failed',
        waitOf(request, reply, 0),
        app.closing,
      );
      return viewCommand(record);
    },
  );
}
