import {
  type Body,
  type JsonSchema,
  type Media,
  mapOperations,
  type OpenApiDocument,
  type Operation,
} from './document.ts';
import { REQUEST_EXAMPLES } from './request-examples.ts';

const JSON_TYPE = 'application/json';
const text: Media = { schema: { type: 'string' } };
const bytes: Media = { schema: { type: 'string', format: 'binary' } };
const stream: Media = {
  schema: {
    type: 'string',
    description:
      'Server-sent events. `data` is an `Event`, `event` its name, `id` the cursor to go on from. Besides, `missing` names events that the log has lost, and `dropped` says why the stream ends.',
  },
};
const file = { ...bytes.schema, description: 'The file; its name and type are taken over.' };

/** Forms, which the routes read outside of their schemas. */
const FORMS: Readonly<Record<string, Media>> = {
  sendMessage: {
    schema: {
      type: 'object',
      properties: {
        message: {
          type: 'string',
          contentMediaType: JSON_TYPE,
          contentSchema: { $ref: '#/components/schemas/SendMessageInput' },
          description:
            'The message as JSON, without `media`. Its fields may also be fields of the form: `to`, `type`, `caption`.',
        },
        file,
      },
      required: ['file'],
    },
  },
  uploadFile: { schema: { type: 'object', properties: { file }, required: ['file'] } },
};

/** What a 200 can be beside JSON. */
const OTHER_CONTENT: Readonly<Record<string, Readonly<Record<string, Media>>>> = {
  getMessageFile: { 'application/octet-stream': bytes },
  getMetrics: { 'text/plain': text },
  exportTenant: { 'application/x-ndjson': text },
  listSessionEvents: { 'text/event-stream': stream },
  listEvents: { 'text/event-stream': stream },
};

/** Completes what is read and answered: forms, files and streams, examples, bodies that may be left out. */
export function withBodies(document: OpenApiDocument): OpenApiDocument {
  return mapOperations(document, ({ operation }) => {
    const { requestBody, ...others } = operation;
    const body = bodyOf(operation.operationId, requestBody);
    return {
      ...others,
      ...(body === undefined ? {} : { requestBody: body }),
      responses: withOtherContent(operation.responses, OTHER_CONTENT[operation.operationId]),
    };
  });
}

function bodyOf(operationId: string, body: Body | undefined): Body | undefined {
  const form = FORMS[operationId];
  const forms = form === undefined ? {} : { 'multipart/form-data': form };
  const json = body?.content[JSON_TYPE];
  if (json === undefined) return form === undefined ? undefined : { required: true, content: forms };
  const { schema, isRequired } = read(json.schema);
  const examples = REQUEST_EXAMPLES[operationId];
  return {
    required: isRequired,
    content: {
      [JSON_TYPE]: { schema, ...(examples === undefined ? {} : { examples }) },
      ...forms,
    },
  };
}

/** A schema with a default, or with null as one of two, is that of a body which may be left out. */
function read(schema: JsonSchema): { schema: JsonSchema; isRequired: boolean } {
  const { anyOf, default: byDefault, ...others } = schema;
  if (!Array.isArray(anyOf)) return { schema, isRequired: byDefault === undefined };
  const [first, second] = anyOf as JsonSchema[];
  if (anyOf.length !== 2 || second?.type !== 'null') return { schema, isRequired: true };
  return { schema: { ...others, ...first }, isRequired: false };
}

function withOtherContent(
  responses: Operation['responses'],
  content: Readonly<Record<string, Media>> | undefined,
): Operation['responses'] {
  if (content === undefined) return responses;
  const { 200: answer = { description: 'Done.' }, ...others } = responses;
  if ('$ref' in answer) return responses;
  return { ...others, 200: { ...answer, content: { ...answer.content, ...content } } };
}
