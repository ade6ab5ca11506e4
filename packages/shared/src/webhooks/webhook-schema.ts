import { z } from 'zod';
import { EVENT_NAMES } from '../events/catalogue.ts';
import { sessionIdSchema } from '../sessions/session-id.ts';
import { FORMAT_NAMES } from './formats/formats.ts';
import { SECRET_PREFIX } from './signature.ts';

/** Webhook endpoints as the API takes and shows them. */

export const webhookIdSchema = z.string().regex(/^[\w-]{1,64}$/, 'is not the id of a webhook');

/** What the gateway itself sets; a receiver must be able to trust these. */
const OWN_HEADERS =
  /^(webhook-.*|x-webhook-signature|content-.*|host|connection|transfer-encoding|te|upgrade|expect|user-agent)$/i;

const header = z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'is not a name of a header');
const headerValue = z
  .string()
  .max(2_000)
  .regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII');

const headers = z
  .record(header, headerValue)
  .refine((given) => Object.keys(given).length <= 20, 'must name at most 20 headers')
  .refine(
    (given) => !Object.keys(given).some((name) => OWN_HEADERS.test(name)),
    'must not name a header that the gateway sets itself',
  );

/** Standard Webhooks wants keys of 24 to 64 bytes. */
function isKey(text: string): boolean {
  if (!text.startsWith(SECRET_PREFIX)) return true;
  const base64 = text.slice(SECRET_PREFIX.length);
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 && bytes.length >= 24 && bytes.length <= 64;
}

const secret = z
  .string()
  .min(16, 'must have at least 16 characters')
  .max(200)
  .refine(isKey, 'after whsec_ must be the base64 of 24 to 64 bytes')
  .describe(
    'Signs the deliveries (Standard Webhooks). Beginning with whsec_ it is base64; any other is taken as its bytes.',
  );

const batch = z.strictObject({
  max: z.int().min(2).max(500).describe('How many events go together at most.'),
  waitMs: z.int().min(0).max(60_000).default(1_000).describe('How long an event waits for others.'),
});

const settings = {
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(2_000)
    .describe('Where the events are posted.'),
  events: z
    .array(z.enum(EVENT_NAMES))
    .max(EVENT_NAMES.length)
    .describe('Only these events; an empty list means all.'),
  format: z.enum(FORMAT_NAMES).describe('How an event is written; see docs/webhook-formats.md.'),
  ordered: z
    .boolean()
    .describe(
      'Whether the events of a session are delivered strictly one after the other: one that fails holds up those behind it.',
    ),
  batch: batch.nullable().describe('Several events in one request, as a JSON array; null: each by itself.'),
  headers: headers.describe(
    'Further headers of each request, such as one that the receiver checks. Their values are shown to keys with the scope `manage` alone.',
  ),
  description: z.string().max(200),
  enabled: z.boolean().describe('One that is not enabled gets nothing new; what waits for it is kept.'),
};

const isBatchable = ({ batch: wanted, format }: { batch?: unknown; format?: string | undefined }) =>
  wanted === undefined || wanted === null || format === undefined || format === 'native';

const isBatchableError = { path: ['batch'], error: 'only the native format can be batched' };

/** What is not said has a default. */
const creation = z.strictObject(settings).partial().required({ url: true }).shape;
const givenSecret = secret
  .optional()
  .describe('By default a random one is made and shown once, in the answer.');

/** @throws ZodError of requests that ask for batches in a format that knows none */
export const createWebhookSchema = z
  .strictObject({
    ...creation,
    tenantId: sessionIdSchema.optional().describe('Only the events of the sessions of this tenant.'),
    sessionId: sessionIdSchema.optional().describe('Only the events of this session.'),
    secret: givenSecret,
  })
  .refine(isBatchable, isBatchableError)
  .meta({ id: 'CreateWebhook' });

const sessionWebhookSchema = z
  .strictObject({ ...creation, secret: givenSecret })
  .refine(isBatchable, isBatchableError)
  .meta({ id: 'SessionWebhook' });

export type SessionWebhook = z.infer<typeof sessionWebhookSchema>;

export const sessionWebhooksSchema = z
  .array(sessionWebhookSchema)
  .max(10)
  .refine(
    (wanted) => new Set(wanted.map(({ url }) => url)).size === wanted.length,
    'must not name a url twice',
  )
  .describe(
    'Endpoints that get the events of this session alone. One for each url: an endpoint that it has already gets what is said here, and others stay.',
  );

export type CreateWebhook = z.infer<typeof createWebhookSchema>;

export const changeWebhookSchema = z
  .strictObject(settings)
  .partial()
  .refine((given) => Object.keys(given).length > 0, 'name at least one setting to change')
  .refine(isBatchable, isBatchableError)
  .meta({ id: 'ChangeWebhook' });

export type ChangeWebhook = z.infer<typeof changeWebhookSchema>;

/** For how long a secret goes on signing beside the next one, unless something else is said. */
export const KEEP_OLD_SECONDS = 86_400;

export const rotateSecretSchema = z
  .strictObject({
    secret: secret.optional().describe('By default a random one is made.'),
    keepOldSeconds: z
      .int()
      .min(0)
      .max(7 * 86_400)
      .default(KEEP_OLD_SECONDS)
      .describe('For how long deliveries carry a signature of the old secret too.'),
  })
  .meta({ id: 'RotateSecret' });

/** Why an endpoint gets nothing: somebody said so, it answered 410 Gone, or nothing could be delivered for five days. */
export const DISABLED_REASONS = ['by_request', 'gone', 'failing'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

export const webhookSchema = z
  .object({
    id: webhookIdSchema,
    ...settings,
    tenantId: z.string().nullable(),
    sessionId: z.string().nullable(),
    disabledReason: z.enum(DISABLED_REASONS).nullable(),
    isFromEnvironment: z
      .boolean()
      .describe('Whether APP_WEBHOOK_URL made it; then it is changed in the configuration of the workers.'),
    isSigned: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    health: z.object({
      pending: z.int().describe('Deliveries that wait.'),
      oldestPendingAt: z.iso.datetime().nullable().describe('When the oldest of their events was recorded.'),
      dead: z.int().describe('Deliveries that were given up and can be replayed.'),
      failingSince: z.iso.datetime().nullable().describe('Since when nothing but failures has come back.'),
      pausedUntil: z.iso
        .datetime()
        .nullable()
        .describe('Too many attempts failed: until then nothing is tried, and then one.'),
      lastDeliveredAt: z.iso.datetime().nullable(),
      lastFailure: z.string().nullable().describe('What came of the last attempt that failed.'),
    }),
  })
  .meta({ id: 'Webhook' });

export type WebhookView = z.infer<typeof webhookSchema>;

/** The answer to what made a secret. It cannot be read later. */
export const webhookWithSecretSchema = webhookSchema
  .extend({ secret: z.string().nullable().describe('Shown only now; null in the answer to a repetition.') })
  .meta({ id: 'WebhookWithSecret' });

export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const deliverySchema = z
  .object({
    id: z.string(),
    webhookId: z.string(),
    eventId: z.string().describe('What the receiver sees as `webhook-id`, also of repetitions and replays.'),
    event: z.string(),
    sessionId: z.string(),
    tenantId: z.string(),
    seq: z.int(),
    status: z
      .enum(DELIVERY_STATUSES)
      .describe('pending: waits or is under way. dead: given up, and can be replayed.'),
    attempts: z.int(),
    replays: z.int(),
    recordedAt: z.iso.datetime().describe('When the event was recorded.'),
    createdAt: z.iso.datetime().describe('When it was handed out to this endpoint.'),
    settledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delivery' });

export type DeliveryView = z.infer<typeof deliverySchema>;

/** Attempts of before it was kept have none. */
const headersSeen = z.record(z.string(), z.string()).default({});

export const deliveryAttemptSchema = z.object({
  at: z.iso.datetime(),
  durationMs: z.int(),
  outcome: z.string().describe('`delivered` or what went wrong, such as `timeout` or `http_5xx`.'),
  status: z.int().nullable().describe('The HTTP status, if there was an answer.'),
  detail: z.string().nullable(),
  response: z.string().nullable().describe("The beginning of the receiver's answer."),
  requestHeaders: headersSeen.describe(
    'What this request had of its own, beside the `headers` of the endpoint. The values are shown to keys with the scope `manage` alone.',
  ),
  responseHeaders: headersSeen.describe('Of an answer that was not 2xx, without cookies.'),
});

export type DeliveryAttempt = z.infer<typeof deliveryAttemptSchema>;

/** In a list, with what explains where it stands. */
export const listedDeliverySchema = deliverySchema
  .extend({
    lastAttempt: deliveryAttemptSchema.omit({ requestHeaders: true, responseHeaders: true }).nullable(),
  })
  .meta({ id: 'ListedDelivery' });

export const deliveryWithAttemptsSchema = deliverySchema
  .extend({
    nextAttemptAt: z.iso
      .datetime()
      .nullable()
      .describe('Of one that waits; not before the endpoint is enabled and its pause over.'),
    waitsFor: z
      .string()
      .nullable()
      .describe('The delivery at the head of its lane, which goes first, or in the same batch.'),
    log: z.array(deliveryAttemptSchema).describe('The latest attempts, the oldest first.'),
    body: z.string().nullable().describe('The bytes that are posted; null when the event log has lost them.'),
  })
  .meta({ id: 'DeliveryWithAttempts' });
