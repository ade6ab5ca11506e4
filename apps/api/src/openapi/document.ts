/** The parts of an OpenAPI 3.1 document that are read or completed here; everything else passes through. */

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Ref {
  readonly $ref: string;
}

export interface Example {
  readonly summary: string;
  readonly value: unknown;
}

export interface Media {
  readonly schema: JsonSchema;
  readonly examples?: Readonly<Record<string, Example | Ref>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

export interface Header {
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface Body {
  readonly description?: string;
  readonly required?: boolean;
  readonly content: Readonly<Record<string, Media>>;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header | Ref>>;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly (Parameter | Ref)[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Answer | Ref>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export type PathItem = { readonly [M in Method]?: Operation };

export interface Components {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly responses?: Readonly<Record<string, Answer>>;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly examples?: Readonly<Record<string, Example>>;
  readonly securitySchemes?: Readonly<Record<string, unknown>>;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly webhooks?: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: Components;
}

/** An operation with its place. */
export interface PlacedOperation {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
}

export function operationsOf({ paths }: Pick<OpenApiDocument, 'paths'>): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
}

/** The document with each operation replaced by what `change` makes of it. */
export function mapOperations(
  document: OpenApiDocument,
  change: (placed: PlacedOperation) => Operation,
): OpenApiDocument {
  const paths: Record<string, PathItem> = {};
  for (const placed of operationsOf(document)) {
    paths[placed.path] = { ...paths[placed.path], [placed.method]: change(placed) };
  }
  return { ...document, paths };
}

/** The document with `added` beside the components of the same kind. */
export function addComponents(document: OpenApiDocument, added: Partial<Components>): OpenApiDocument {
  const components: Record<string, unknown> = { ...document.components };
  for (const [kind, entries] of Object.entries(added)) {
    components[kind] = { ...(components[kind] as object | undefined), ...entries };
  }
  return { ...document, components: components as unknown as Components };
}

export const refTo = (kind: keyof Components, name: string): Ref => ({
  $ref: `#/components/${kind}/${name}`,
});
