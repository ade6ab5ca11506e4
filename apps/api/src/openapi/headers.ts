import {
  type Answer,
  addComponents,
  type Header,
  mapOperations,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PlacedOperation,
  type Ref,
  refTo,
} from './document.ts';

const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  PreferWait: {
    name: 'Prefer',
    in: 'header',
    description:
      '`wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202.',
    schema: { type: 'string', pattern: 'wait=\\d+' },
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    description:
      'Of a stream: goes on after this event, whatever `after` says. Browsers send it by themselves.',
    schema: { type: 'string' },
  },
} as const satisfies Record<string, Parameter>;

const headers = {
  Location: { description: 'Where to look for it.', schema: { type: 'string' } },
  PreferenceApplied: {
    description: 'The wait that was granted, if one was asked for.',
    schema: { type: 'string' },
  },
  IdempotentReplayed: {
    description: '`true` when this is the answer to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds.', schema: { type: 'integer' } },
} as const satisfies Record<string, Header>;

const TOLD = {
  Location: 'Location',
  'Preference-Applied': 'PreferenceApplied',
  'Idempotent-Replayed': 'IdempotentReplayed',
  'Retry-After': 'RetryAfter',
} as const;

/** Operations that make something, and always say where; others do when it goes on. */
const LOCATED: ReadonlySet<string> = new Set([
  'createSession',
  'startSession',
  'createWebhook',
  'createKey',
  'sendMessage',
  'sendBulk',
  'forwardMessage',
  'testWebhook',
  'eraseTenant',
  'eraseContactOfTenant',
  'eraseContact',
]);

/** Adds the headers that are read and written outside of the routes' schemas. */
export function withHeaders(document: OpenApiDocument): OpenApiDocument {
  const completed = mapOperations(document, (placed) => ({
    ...placed.operation,
    ...withAsked(placed.operation, asked(placed)),
    responses: Object.fromEntries(
      Object.entries(placed.operation.responses).map(([status, answer]) => [
        status,
        '$ref' in answer ? answer : withTold(answer, told(placed, status)),
      ]),
    ),
  }));
  const responses = Object.fromEntries(
    Object.entries(document.components.responses ?? {}).map(([name, answer]) => [
      name,
      name.endsWith('ServiceUnavailable') ? withTold(answer, ['Retry-After']) : answer,
    ]),
  );
  return addComponents(completed, { parameters, headers, responses });
}

/** Whoever can answer both "done" and "accepted" can be asked to wait. */
const canWait = ({ operationId, responses }: Operation): boolean =>
  ('200' in responses && '202' in responses) || operationId === 'getCommand';

function asked({ method, operation }: PlacedOperation): Ref[] {
  const names: (keyof typeof parameters)[] = [];
  if (method === 'post') names.push('IdempotencyKey');
  if (canWait(operation)) names.push('PreferWait');
  if (operation.tags.includes('Events')) names.push('LastEventId');
  return names.map((name) => refTo('parameters', name));
}

function withAsked({ parameters = [] }: Operation, refs: readonly Ref[]): Pick<Operation, 'parameters'> {
  return parameters.length + refs.length === 0 ? {} : { parameters: [...parameters, ...refs] };
}

function told({ method, operation }: PlacedOperation, status: string): (keyof typeof TOLD)[] {
  const names: (keyof typeof TOLD)[] = [];
  const waits = canWait(operation);
  if (LOCATED.has(operation.operationId) || (waits && status === '202')) names.push('Location');
  if (waits) names.push('Preference-Applied');
  if (method === 'post') names.push('Idempotent-Replayed');
  return names;
}

function withTold(answer: Answer, names: readonly (keyof typeof TOLD)[]): Answer {
  if (names.length === 0) return answer;
  const refs = names.map((name) => [name, refTo('headers', TOLD[name])] as const);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(refs) } };
}
