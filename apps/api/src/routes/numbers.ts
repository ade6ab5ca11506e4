import { commandSchema } from '@wagw/shared/commands/catalogue';
import { parseRecipient } from '@wagw/shared/numbers/parse-recipient';
import { variantsOf } from '@wagw/shared/numbers/variants';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { answerBySession } from '../commands/ask-session.ts';
import { sessionParams } from './messages.ts';

const tags = ['Numbers'];

const checkedSchema = z.object({
  input: z.string(),
  phone: z.string().nullable().describe('Digits with the country code; null when it is no phone number.'),
  forms: z.array(z.string()).describe('The forms under which WhatsApp may know it.'),
  isRegistered: z.boolean().nullable().describe('null when that could not be found out.'),
  chatId: z.string().nullable().describe("WhatsApp's id of the account."),
  detail: z.string().nullable().describe('Why it is no phone number, or could not be asked for.'),
});

/** Asks WhatsApp which numbers have an account. Numbers that are none are answered beside the others. */
export async function numberRoutes(app: App, parts: AppParts): Promise<void> {
  app.post(
    '/sessions/:id/numbers/check',
    {
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
    async (request, reply) => {
      const { defaultCountry } = parts.numbers;
      const read = request.body.phones.map((input) => ({
        input,
        recipient: parseRecipient(input, { defaultCountry }),
      }));
      const phones = [
        ...new Set(read.flatMap(({ recipient }) => (recipient.kind === 'phone' ? [recipient.phone] : []))),
      ];
      return answerBySession(
        parts,
        request,
        reply,
        { command: 'numbers.check', input: { phones } },
        ({ ids, failures = [] }) => ({
          items: read.map(({ input, recipient }): z.infer<typeof checkedSchema> => {
            if (recipient.kind !== 'phone') {
              const detail = recipient.kind === 'none' ? recipient.detail : 'it is an id, not a phone number';
              return { input, phone: null, forms: [], isRegistered: null, chatId: null, detail };
            }
            const { phone } = recipient;
            const chatId = ids[phones.indexOf(phone)] ?? null;
            const failed = failures.find((failure) => failure.phone === phone);
            const isRegistered = failed === undefined ? chatId !== null : null;
            return {
              input,
              phone,
              forms: variantsOf(phone),
              isRegistered,
              chatId,
              detail: failed?.detail ?? null,
            };
          }),
        }),
      );
    },
  );
}
