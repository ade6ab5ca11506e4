import { z } from 'zod';
import { sessionWebhooksSchema } from '../webhooks/webhook-schema.ts';
import { labelsSchema } from './labels.ts';
import { sessionIdSchema } from './session-id.ts';
import { SESSION_STATES, STATE_CODE_NAMES } from './session-state.ts';

export const metadataSchema = z
  .record(z.string().min(1).max(64), z.string().max(500))
  .refine((entries) => Object.keys(entries).length <= 32, 'must have at most 32 entries')
  .describe('Your own notes, given back as they are.');

export const createSessionSchema = z
  .strictObject({
    id: sessionIdSchema.optional().describe('By default a random one.'),
    tenantId: sessionIdSchema.optional().describe('Whose session it is. By default the id of the session.'),
    start: z.boolean().default(true).describe('Whether to connect at once.'),
    labels: labelsSchema
      .optional()
      .describe('It runs only on workers that have all of these in their WORKER_LABELS.'),
    metadata: metadataSchema.optional(),
    webhooks: sessionWebhooksSchema.optional(),
  })
  .meta({ id: 'CreateSession' });

/** As at its creation, but what is not said is left as it is. */
export const ensureSessionSchema = createSessionSchema
  .omit({ id: true })
  .extend({
    start: z
      .boolean()
      .optional()
      .describe('Whether it is to be connected. By default a new one is, and another stays as it is.'),
  })
  .meta({ id: 'EnsureSession' });

export const changeSessionSchema = z
  .strictObject({
    labels: labelsSchema.optional().describe('A session whose worker lacks one of them moves.'),
    metadata: metadataSchema.optional(),
    webhooks: sessionWebhooksSchema.optional(),
  })
  .meta({ id: 'ChangeSession' });

export const sessionSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    desired: z.enum(['running', 'stopped']).describe('What was asked for; kept over every restart.'),
    state: z.enum(SESSION_STATES).describe('What is.'),
    code: z.enum(STATE_CODE_NAMES).describe('Why it is so; stable.'),
    message: z.string().describe('What happens or what to do next, in one sentence.'),
    account: z
      .object({ phone: z.string(), name: z.string(), platform: z.string() })
      .nullable()
      .describe('The WhatsApp account, once it is known.'),
    labels: labelsSchema.describe('What a worker must have to run it.'),
    worker: z.string().nullable().describe('The worker process that owns the session now.'),
    metadata: metadataSchema,
    createdAt: z.iso.datetime(),
    stateSince: z.iso.datetime(),
    lastActivityAt: z.iso.datetime().nullable().describe('When the last message was sent or received.'),
  })
  .meta({ id: 'Session' });

export type SessionView = z.infer<typeof sessionSchema>;

const sessionEndpointSchema = z.object({
  id: z.string(),
  url: z.string(),
  secret: z.string().nullable().describe('Shown only when it was made.'),
});
export type SessionEndpoint = z.infer<typeof sessionEndpointSchema>;

/** The answer to what may have named endpoints. */
export const sessionWithWebhooksSchema = sessionSchema
  .extend({ webhooks: z.array(sessionEndpointSchema).optional().describe('Those that were named.') })
  .meta({ id: 'SessionWithWebhooks' });

export const qrSchema = z
  .object({
    qr: z.string().describe('The text that the QR code encodes.'),
    dataUrl: z.string().describe('The QR code as a PNG data URL.'),
    expiresAt: z.iso.datetime().describe('A new one comes by itself.'),
  })
  .meta({ id: 'Qr' });

export const pairingRequestSchema = z
  .strictObject({
    phone: z
      .string()
      .transform((text) => text.replace(/[\s().+-]/g, ''))
      .pipe(
        z.string().regex(/^\d{8,15}$/, 'must be a phone number with its country code, like +5511987654321'),
      ),
  })
  .meta({ id: 'PairingRequest' });

export const pairingCodeSchema = z
  .object({ code: z.string().describe('Eight characters to type on the phone.'), phone: z.string() })
  .meta({ id: 'PairingCode' });
