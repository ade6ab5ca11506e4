import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { VERSION } from '@wagw/shared/version';

const TAGS = {
  Sessions: 'WhatsApp accounts that are kept connected: creating, starting, stopping, removing.',
  Login: 'QR and pairing codes.',
  Messages: 'Sending, what became of it, and what can be done with a message.',
  Batches: 'One message for many recipients.',
  Media: 'Files on their way in and out.',
  Chats: 'The chats of a session.',
  Contacts: 'The people of a session.',
  Groups: 'The groups of a session.',
  Numbers: 'Which numbers have an account.',
  Commands: 'What became of what took longer than its request.',
  Events: 'The event log, by pages or as a stream.',
  Webhooks: 'Who is told of events.',
  Deliveries: 'What was delivered, what was not, and delivering it again.',
  Keys: 'Who may use the gateway: keys of tenants, and tokens for browsers.',
  Data: 'What is stored of a tenant or a contact: handing it out, and erasing it.',
  Operation: 'For those who run the gateway.',
  'Dialect: tenant':
    'For backends that know one session as one tenant; see docs/dialects.md. Their errors carry `success` and `error` too.',
  'Dialect: connection':
    'For a support desk; see docs/dialects.md. Its errors carry `success` and `error` too.',
  'What webhooks receive':
    'Requests of the gateway to the endpoints that were created, in the native format; of one with `batch` the body is an array of events.',
};

/** The subject of an operation. */
export type Tag = keyof typeof TAGS;

/** What the document says beside operations and schemas. */
export const BASE: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.1',
  info: {
    title: 'WhatsApp gateway',
    version: VERSION,
    license: { name: 'MIT', identifier: 'MIT' },
    description: [
      'WhatsApp for backends. A message is accepted with 202 and goes out once; what became of it is in its record, and in the events that',
      'are posted to webhooks or read from the event log.',
      '',
      'Errors are problem details (RFC 9457) with a stable `code`. Every POST takes an `Idempotency-Key`. Lists are read with',
      '`cursor` and `nextCursor`. Further fields may be added to answers and events.',
    ].join('\n'),
  },
  servers: [{ url: '/' }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  security: [{ gatewayKey: [] }, { bearer: [] }],
  components: {
    securitySchemes: {
      gatewayKey: { type: 'apiKey', in: 'header', name: 'x-gateway-key', description: 'A key.' },
      bearer: { type: 'http', scheme: 'bearer', description: 'A key, or a token for a browser.' },
      tokenInUrl: { type: 'apiKey', in: 'query', name: 'token', description: 'A token for a browser.' },
    },
  },
};
