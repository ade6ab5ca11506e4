import { z } from 'zod';
import { sessionIdSchema } from '../sessions/session-id.ts';
import { SCOPES } from './scopes.ts';

/** Keys as the API takes and shows them. */

export const keyIdSchema = z.string().regex(/^[0-9a-f]{12}$/, 'is not the id of a key');

const scopes = z
  .array(z.enum(SCOPES))
  .min(1)
  .max(SCOPES.length)
  .transform((given) => [...new Set(given)]);

export const createKeySchema = z
  .strictObject({
    name: z.string().max(100).default('').describe('Who has it, or what it is for.'),
    tenantId: sessionIdSchema
      .optional()
      .describe(
        'It sees what belongs to this tenant alone. By default the tenant of the key that asks; without any, all.',
      ),
    scopes: scopes.describe('What it allows.'),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe('By default never.'),
  })
  .meta({ id: 'CreateKey' });

export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    tenantId: z.string().nullable().describe('Null for all tenants.'),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().describe('To the minute.'),
    oldKeyUntil: z.iso
      .datetime()
      .nullable()
      .describe('Until when the key from before the last rotation is accepted too.'),
  })
  .meta({ id: 'Key' });
export type KeyView = z.infer<typeof keySchema>;

export const keyWithSecretSchema = keySchema
  .extend({ key: z.string().nullable().describe('The key itself. It is shown in this answer alone.') })
  .meta({ id: 'KeyWithSecret' });

export const rotateKeySchema = z
  .strictObject({
    keepOldSeconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(86_400)
      .describe('For how long the key so far is accepted beside the new one.'),
  })
  .meta({ id: 'RotateKey' });
