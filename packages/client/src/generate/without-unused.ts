interface Operation {
  readonly tags?: readonly string[];
  readonly responses: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, object>>;
}

/**
 * The document without what the client never looks at by its type: problems, which all become one `GatewayError`, headers of answers, the
 * requests that receivers of webhooks get (their bodies are among the schemas), and routes for callers of other gateways.
 * @param document what `GET /openapi.json` of an api answers
 */
export function withoutUnused(document: unknown): unknown {
  const { webhooks: _, ...given } = document as Document & { webhooks: unknown };
  const { responses: _problems, headers: _headers, ...components } = given.components;
  const paths = Object.entries(given.paths).flatMap(([path, operations]) => {
    const kept = Object.entries(operations).filter(([, operation]) => !isOfDialect(operation));
    return kept.length === 0
      ? []
      : [[path, Object.fromEntries(kept.map(([method, operation]) => [method, successOf(operation)]))]];
  });
  return { ...given, components, paths: Object.fromEntries(paths) };
}

const isOfDialect = ({ tags = [] }: Operation): boolean => tags.some((tag) => tag.startsWith('Dialect'));

function successOf(operation: Operation): Operation {
  const responses = Object.entries(operation.responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, { headers: _, ...answer }]: [string, { headers?: object }]) => [status, answer]);
  return { ...operation, responses: Object.fromEntries(responses) };
}
