import type { JsonSchema, OpenApiDocument } from './document.ts';

const PREFIX = '#/components/schemas/';

/**
 * Every schema with an id arrives twice: `X` as it is answered and `XInput` as it is asked for. Keeps those that are used, and says `X`
 * where there is no need to tell the two apart.
 */
export function withTidySchemas(document: OpenApiDocument): OpenApiDocument {
  const used = withUsedSchemas(document);
  const needless = needlessNames(used.components.schemas);
  // What refers to one that was renamed may now be the same both ways.
  return needless.size === 0 ? used : withTidySchemas(withShorterNames(used, needless));
}

type Schemas = Readonly<Record<string, JsonSchema>>;

const INPUT = 'Input';
const shorter = (name: string): string => name.slice(0, -INPUT.length);

/** Inputs that are the same as what is answered under that name, or that alone have it. */
function needlessNames(schemas: Schemas): ReadonlySet<string> {
  const inputs = Object.keys(schemas).filter((name) => name.endsWith(INPUT));
  return new Set(
    inputs.filter((name) => {
      const answered = schemas[shorter(name)];
      return answered === undefined || JSON.stringify(answered) === JSON.stringify(schemas[name]);
    }),
  );
}

function withShorterNames(document: OpenApiDocument, names: ReadonlySet<string>): OpenApiDocument {
  const { schemas } = document.components;
  const renamed = Object.entries(schemas).map(([name, schema]) => [
    names.has(name) ? shorter(name) : name,
    schema,
  ]);
  const components = { ...document.components, schemas: Object.fromEntries(renamed) };
  return JSON.parse(JSON.stringify({ ...document, components }), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    return names.has(value.slice(PREFIX.length)) ? shorter(value) : value;
  }) as OpenApiDocument;
}

/** Drops what nothing refers to. */
function withUsedSchemas(document: OpenApiDocument): OpenApiDocument {
  const { schemas, ...components } = document.components;
  const used = new Set<string>();
  const waiting = refsIn({ ...document, components });
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    waiting.push(...refsIn(schemas[name]));
  }
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  kept.sort(([one], [other]) => one.localeCompare(other, 'en'));
  return { ...document, components: { ...components, schemas: Object.fromEntries(kept) } };
}

function refsIn(part: unknown): string[] {
  const refs: string[] = [];
  JSON.stringify(part, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string' && value.startsWith(PREFIX)) {
      refs.push(value.slice(PREFIX.length));
    }
    return value;
  });
  return refs;
}
