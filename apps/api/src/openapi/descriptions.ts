import { type Answer, mapOperations, type OpenApiDocument, type Parameter } from './document.ts';

/** What @fastify/swagger says when nobody says anything. */
const UNSAID = 'Default Response';

const PARAMETERS: Readonly<Record<string, string>> = {
  '/sessions/{id}': 'The id of the session.',
  '/webhooks/{id}': 'The id of the webhook.',
  '{batchId}': 'The id of the batch.',
  '{commandId}': 'The id of the command.',
  '{groupId}': 'The id of the group, like 120363041234567890@g.us.',
  '{deliveryId}': 'The id of the delivery.',
  '{change}': 'What is done with them.',
};

/** Says what answers and path parameters are, where the schemas do not. */
export function withDescriptions(document: OpenApiDocument): OpenApiDocument {
  return mapOperations(document, ({ path, operation }) => ({
    ...operation,
    ...(operation.parameters === undefined
      ? {}
      : { parameters: operation.parameters.map((each) => ('$ref' in each ? each : described(path, each))) }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, answer]) => [
        status,
        '$ref' in answer ? answer : told(status, answer),
      ]),
    ),
  }));
}

function described(path: string, parameter: Parameter): Parameter {
  if (parameter.description !== undefined || parameter.in !== 'path') return parameter;
  const place = Object.keys(PARAMETERS).find(
    (each) => each.endsWith(`{${parameter.name}}`) && path.includes(each),
  );
  return place === undefined ? parameter : { ...parameter, description: String(PARAMETERS[place]) };
}

function told(status: string, answer: Answer): Answer {
  if (answer.description !== UNSAID) return answer;
  const isCommand = answer.content?.['application/json']?.schema.$ref === '#/components/schemas/Command';
  if (isCommand && status === '202') return { ...answer, description: 'It goes on; ask at `Location`.' };
  return { ...answer, description: BY_STATUS[status] ?? UNSAID };
}

const BY_STATUS: Readonly<Record<string, string>> = {
  '200': 'Done.',
  '201': 'Created.',
  '202': 'Accepted; it goes on.',
};
