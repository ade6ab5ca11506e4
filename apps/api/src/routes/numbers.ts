import { commandSchema } from '@wagw/shared/commands/catalogue';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { answerBySession } from '../commands/ask-session.ts';
import { checkedSchema, numbersQuestion } from '../commands/checked-numbers.ts';
import { sessionParams } from './params.ts';

const tags = ['Numbers'];

/** Asks WhatsApp which numbers have an account. Numbers that are none are answered beside the others. */
export async function numberRoutes(app: App, parts: AppParts): Promise<void> {
  app.post(
    '/sessions/:id/numbers/check',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'checkNumbers',
        summary: 'Ask which numbers have an account',
        params: sessionParams,
        body: z.strictObject({
          phones: z
            .array(z.string().min(1).max(64))
            .min(1)
            .max(100, 'must name at most 100 numbers: WhatsApp watches how many are asked for'),
        }),
        response: { 200: z.object({ items: z.array(checkedSchema) }), 202: commandSchema },
      },
    },
    (request, reply) => {
      const input = numbersQuestion(request.body.phones, parts.numbers);
      return answerBySession(parts, request, reply, { command: 'numbers.check', input });
    },
  );
}
