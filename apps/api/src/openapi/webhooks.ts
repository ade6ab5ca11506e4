import { EVENTS, type EventName, envelopeSchema } from '@wagw/shared/events/catalogue';
import { z } from 'zod';
import { addComponents, type JsonSchema, type OpenApiDocument, type Operation, refTo } from './document.ts';
import { JSON_SCHEMA } from './json-schema.ts';

/** What is said of each delivery, beside the event itself. */
const deliveryHeaders = [
  ['webhook-id', 'The id of the event; the same over every repetition.'],
  ['webhook-timestamp', 'Unix seconds of this attempt.'],
  [
    'webhook-signature',
    '`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, separated by a space, while a secret is being rotated. None without a secret.',
  ],
  ['webhook-attempt', 'Counts from 1.'],
] as const;

/** Adds what endpoints receive in the native format: a webhook and a schema for each event of the catalogue. */
export function withWebhooks(document: OpenApiDocument): OpenApiDocument {
  const names = Object.keys(EVENTS) as EventName[];
  const webhooks = Object.fromEntries(names.map((name) => [name, { post: deliveryOf(name) }]));
  const schemas: Record<string, JsonSchema> = Object.fromEntries(
    names.map((name) => [schemaName(name), schemaOf(name)]),
  );
  const mapping = Object.fromEntries(names.map((name) => [name, refTo('schemas', schemaName(name)).$ref]));
  schemas.Event = {
    description: 'What happened, told apart by `event`. Events and fields may be added.',
    oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'event', mapping },
  };
  return { ...addComponents(document, { schemas }), webhooks };
}

/** `session.status` is a SessionStatusEvent. */
const schemaName = (event: EventName): string =>
  `${event.replace(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase())}Event`;

function schemaOf(event: EventName): JsonSchema {
  const { data, summary } = EVENTS[event];
  const envelope = z.object({ ...envelopeSchema.shape, event: z.literal(event), data });
  const { $schema: _dialect, ...schema } = z.toJSONSchema(envelope, JSON_SCHEMA);
  return { description: summary, ...schema };
}

function deliveryOf(event: EventName): Operation {
  const operationId = `on${schemaName(event)}`;
  return {
    operationId,
    summary: EVENTS[event].summary,
    tags: ['What webhooks receive'],
    security: [],
    parameters: deliveryHeaders.map(([name, description]) => ({
      name,
      in: 'header',
      description,
      required: name !== 'webhook-signature',
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { ...refTo('schemas', schemaName(event)) },
          examples: { [event]: { summary: EVENTS[event].summary, value: exampleOf(event) } },
        },
      },
    },
    responses: {
      '2XX': { description: 'It has arrived.' },
      '410': { description: 'The endpoint is disabled and gets nothing more.' },
      default: { description: 'It is delivered again, for days.' },
    },
  };
}

function exampleOf(event: EventName) {
  return {
    id: 'evt_Zk3qVb0mX1yT9uLr2pWc8NdE',
    seq: 7,
    event,
    sessionId: 'loja',
    tenantId: 'acme',
    timestamp: 1_702_323_457,
    data: EVENTS[event].example,
  };
}
