import type { FieldError } from '@wagw/shared/errors/problem';
import type { BulkMessages } from '@wagw/shared/messages/message-schema';

/** Texts with `{{name}}` in them, which stands for something else for each recipient. */

type Variables = NonNullable<BulkMessages['recipients'][number]['variables']>;

const PLACE = /\{\{\s*(\w{1,64})\s*\}\}/g;

/** What is put in is never looked through for further names. */
export function fillIn(text: string, variables: Variables): string {
  return text.replace(PLACE, (place, name: string) => String(variables[name] ?? place));
}

/** One error for each name that a recipient has nothing for. */
export function missingVariables({ text, caption, recipients }: BulkMessages): FieldError[] {
  const names = new Set([text, caption].flatMap((each) => namesIn(each ?? '')));
  return recipients.flatMap(({ variables = {} }, index) =>
    [...names]
      .filter((name) => !Object.hasOwn(variables, name))
      .map((name) => ({
        path: `/recipients/${index}/variables/${name}`,
        message: `is missing, but the text says {{${name}}}`,
      })),
  );
}

const namesIn = (text: string): string[] => [...text.matchAll(PLACE)].map(([, name]) => name ?? '');
