import type { Random } from '../chaos/random.ts';

/** What can be asked of the api, read from its own document: every operation that a tenant's key may be allowed. */

/** What stands in a path. */
export type Kind = 'session' | 'webhook' | 'key' | 'delivery' | 'message' | 'batch' | 'other';

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  /** Of the body; none when it reads none. */
  readonly examples: readonly object[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> };
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly examples?: Readonly<Record<string, { readonly value?: unknown }>> }>
    >;
  };
}

/** Without what is public, and what no tenant is allowed. */
export function readOperations(document: unknown): Operation[] {
  const { paths } = document as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(
        ([, { security, description = '' }]) => security?.length !== 0 && !description.includes('`operate`'),
      )
      .map(([method, { operationId, requestBody }]) => ({
        id: operationId,
        method: method.toUpperCase(),
        path,
        examples: Object.values(requestBody?.content['application/json']?.examples ?? {}).flatMap(
          ({ value }) => (typeof value === 'object' && value !== null ? [value] : []),
        ),
      })),
  );
}

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/\/sessions\/\{(\w+)\}/, 'session'],
  [/\/webhooks\/\{(\w+)\}/, 'webhook'],
  [/\{(keyId)\}/, 'key'],
  [/\{(deliveryId)\}/, 'delivery'],
  [/\{(messageId)\}/, 'message'],
  [/\{(batchId)\}/, 'batch'],
];

/** The parameters of a path with what stands there, the first first. */
export function parametersOf(path: string): { readonly name: string; readonly kind: Kind }[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    kind: KINDS.find(([form]) => form.exec(path)?.[1] === name)?.[1] ?? 'other',
  }));
}

const FREE_TEXT = new Set([
  'text',
  'name',
  'description',
  'subject',
  'caption',
  'question',
  'order',
  'plan',
  'note',
]);

/** A copy of a body with `mark` in every text that is free. */
export function marked(body: object, mark: string): object {
  return JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    FREE_TEXT.has(key) && typeof value === 'string' ? `${value} ${mark}` : value,
  ) as object;
}

/** A value for parameters that name nothing which belongs to a tenant. */
export function anyValue(name: string, random: Random): string {
  const values: Record<string, readonly string[]> = {
    change: ['add', 'remove', 'promote', 'demote'],
    groupId: ['120363041234567890@g.us'],
    chatId: ['5511987654321@c.us'],
    contactId: ['5511987654321@c.us'],
  };
  return random.pick(values[name] ?? ['cmd_AAAAAAAAAAAAAAAAAAAAAAAA']) ?? '';
}
