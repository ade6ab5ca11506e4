import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { z } from 'zod';

/** What the addresses of more than one subject hold. */

export const sessionParams = z.object({ id: sessionIdSchema });

export const messageParams = sessionParams.extend({
  messageId: z.string().min(1).max(200).describe('Ours, or the one at WhatsApp.'),
});
