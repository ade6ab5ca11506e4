import fc from 'fast-check';

/** As in an OpenAPI document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Values that a schema allows, or nearly: enough to come past the first check, where the interesting code is. */
export function valuesOf(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  depth = 0,
): fc.Arbitrary<unknown> {
  const of = (inner: unknown) => valuesOf(inner as JsonSchema, schemas, depth + 1);
  const { $ref, allOf, anyOf, oneOf, enum: choices, const: only } = schema as Record<string, never>;
  if (depth > 6) return fc.constant(null);
  if (typeof $ref === 'string') return of(schemas[String($ref).split('/').at(-1) ?? ''] ?? {});
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  const either = (anyOf ?? oneOf) as unknown[] | undefined;
  if (Array.isArray(either)) return fc.oneof(...either.map(of));
  if (Array.isArray(allOf)) {
    return fc
      .tuple(...(allOf as unknown[]).map(of))
      .map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
  }
  switch ([schema.type].flat()[0]) {
    case 'object':
      return objects(schema, of);
    case 'array':
      return fc.array(of(schema.items ?? {}), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Number(schema.minItems ?? 0) + 2,
      });
    case 'string':
      return strings(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(Number(schema.minimum ?? 0), -1e6),
        max: Math.min(Number(schema.maximum ?? 100), 1e6),
      });
    case 'number':
      return fc.double({
        min: Math.max(Number(schema.minimum ?? 0), -1e6),
        max: Math.min(Number(schema.maximum ?? 100), 1e6),
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    default:
      return fc.constantFrom('text', 1, true, null, {});
  }
}

function objects(schema: JsonSchema, of: (inner: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, unknown>>;
  const requiredKeys = ((schema.required ?? []) as string[]).filter((name) => name in properties);
  const fields = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, of(inner)]));
  return fc.record(fields, { requiredKeys, noNullPrototype: true });
}

const BY_FORMAT: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2026-11-22T12:00:00Z', '2031-01-01T00:00:00.000Z', '0001-01-01T00:00:00Z'],
  // Only literal addresses: a name would be looked up.
  uri: ['https://8.8.8.8/hook', 'http://127.0.0.1/hook', 'http://[::1]:80/', 'https://user:pass@1.1.1.1/'],
};

const USUAL = [
  's1',
  '5511987654321',
  '+55 11 98765-4321',
  '5511987654321@c.us',
  '120363041234567890@g.us',
  'text',
  '0',
];

function strings({ format, pattern, minLength = 0 }: JsonSchema): fc.Arbitrary<unknown> {
  const known = BY_FORMAT[String(format)];
  if (known !== undefined) return fc.constantFrom(...known);
  const usual = fc.constantFrom(...USUAL.map((text) => text.padEnd(Number(minLength), 'x')));
  return typeof pattern === 'string' && pattern.length < 60
    ? fc.oneof(usual, matching(pattern, usual))
    : usual;
}

/** Not every pattern can be turned around. */
function matching(pattern: string, otherwise: fc.Arbitrary<string>): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return otherwise;
  }
}
