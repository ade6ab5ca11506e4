import { type Answer, type Method, mapOperations, type OpenApiDocument, type Parameter } from './document.ts';

/** What @fastify/swagger says when nobody says anything. */
const UNSAID = 'Default Response';

const IN_PATHS: Readonly<Record<string, string>> = {
  '/tenants/{tenantId}': 'The id of the tenant.',
  '/sessions/{id}': 'The id of the session.',
  '/webhooks/{id}': 'The id of the webhook.',
  '{keyId}': 'The id of the key.',
  '{batchId}': 'The id of the batch.',
  '{commandId}': 'The id of the command.',
  '{groupId}': 'The id of the group, like 120363041234567890@g.us.',
  '{deliveryId}': 'The id of the delivery.',
  '{erasureId}': 'The id of the erasure.',
  '{change}': 'What is done with them.',
};

const IN_QUERIES: Readonly<Record<string, string>> = {
  limit: 'How many at most.',
  state: 'Only those in this state.',
  status: 'Only those with this status.',
  direction: 'Only those that went this way.',
  tenantId: 'Only what belongs to this tenant.',
  sessionId: 'Only what belongs to this session.',
  format: 'By default what the Accept header asks for.',
  for: 'For whom it is deleted.',
};

/** Says what answers and parameters are, where the schemas do not. */
export function withDescriptions(document: OpenApiDocument): OpenApiDocument {
  return mapOperations(document, ({ path, method, operation }) => ({
    ...operation,
    ...(operation.parameters === undefined
      ? {}
      : { parameters: operation.parameters.map((each) => ('$ref' in each ? each : described(path, each))) }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, answer]) => [
        status,
        '$ref' in answer ? answer : told(method, status, answer),
      ]),
    ),
  }));
}

function described(path: string, parameter: Parameter): Parameter {
  const {
    description = parameter.in === 'path' ? inPath(path, parameter.name) : IN_QUERIES[parameter.name],
  } = parameter;
  return description === undefined ? parameter : { ...parameter, description };
}

function inPath(path: string, name: string): string | undefined {
  const place = Object.keys(IN_PATHS).find((each) => each.endsWith(`{${name}}`) && path.includes(each));
  return place === undefined ? undefined : IN_PATHS[place];
}

function told(method: Method, status: string, answer: Answer): Answer {
  if (answer.description !== UNSAID) return answer;
  const isCommand = answer.content?.['application/json']?.schema.$ref === '#/components/schemas/Command';
  if (isCommand && status === '202') return { ...answer, description: 'It goes on; ask at `Location`.' };
  if (method === 'get' && status === '200') return { ...answer, description: 'What was asked for.' };
  return { ...answer, description: BY_STATUS[status] ?? UNSAID };
}

const BY_STATUS: Readonly<Record<string, string>> = {
  '200': 'Done.',
  '201': 'Created.',
  '202': 'Accepted; it goes on.',
};
