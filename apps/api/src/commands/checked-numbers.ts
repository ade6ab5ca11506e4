import type { CommandInput, CommandOutput } from '@wagw/shared/commands/catalogue';
import { type ParseOptions, parseRecipient } from '@wagw/shared/numbers/parse-recipient';
import { variantsOf } from '@wagw/shared/numbers/variants';
import { z } from 'zod';

/** A number that somebody asked for, as he wrote it, and what came of it. */
export const checkedSchema = z.object({
  input: z.string(),
  phone: z.string().nullable().describe('Digits with the country code; null when it is no phone number.'),
  forms: z.array(z.string()).describe('The forms under which WhatsApp may know it.'),
  isRegistered: z.boolean().nullable().describe('null when that could not be found out.'),
  chatId: z.string().nullable().describe("WhatsApp's id of the account."),
  detail: z.string().nullable().describe('Why it is no phone number, or could not be asked for.'),
});

/** What is asked of the session: each number once, and beside them what was written. */
export function numbersQuestion(
  texts: readonly string[],
  options: ParseOptions,
): CommandInput<'numbers.check'> {
  const asked = texts.map((input) => {
    const recipient = parseRecipient(input, options);
    if (recipient.kind === 'phone') return { input, phone: recipient.phone };
    return {
      input,
      detail: recipient.kind === 'none' ? recipient.detail : 'it is an id, not a phone number',
    };
  });
  return { phones: [...new Set(asked.flatMap(({ phone }) => phone ?? []))], asked };
}

export function checkedNumbers(
  { ids, failures = [] }: CommandOutput<'numbers.check'>,
  { phones, asked = [] }: CommandInput<'numbers.check'>,
): { items: z.infer<typeof checkedSchema>[] } {
  return {
    items: asked.map(({ input, phone, detail = null }) => {
      if (phone === undefined) {
        return { input, phone: null, forms: [], isRegistered: null, chatId: null, detail };
      }
      const chatId = ids[phones.indexOf(phone)] ?? null;
      const failed = failures.find((failure) => failure.phone === phone);
      return {
        input,
        phone,
        forms: variantsOf(phone),
        isRegistered: failed === undefined ? chatId !== null : null,
        chatId,
        detail: failed?.detail ?? null,
      };
    }),
  };
}
