import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { sessionWebhooksSchema } from '@wagw/shared/webhooks/webhook-schema';
import { z } from 'zod';
import { simpleContent } from '../simple-message.ts';

/** The desk's document names its routes but not the fields of its requests; the usual other names of a field are understood too. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  tenantId: ['sessionId', 'session', 'instance'],
  to: ['phone', 'phoneNumber', 'number', 'chatId', 'recipient'],
  message: ['text', 'body', 'content'],
  mediaUrl: ['fileUrl', 'imageUrl', 'media_url'],
  webhookUrl: ['webhook', 'webhook_url'],
};

/** Each field under its first name; what is there under that name already stays. */
function underOneName(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const given: Record<string, unknown> = { ...body };
  for (const [name, others] of Object.entries(SYNONYMS)) {
    const other = others.find((each) => given[each] !== undefined);
    if (given[name] === undefined && other !== undefined) given[name] = given[other];
  }
  return given;
}

const alsoKnownAs = (name: string): string =>
  `Also as ${SYNONYMS[name]?.map((each) => `\`${each}\``).join(', ')}.`;

/** Ids and phone numbers may come as numbers. */
const asText = (given: unknown): unknown => (typeof given === 'number' ? String(given) : given);

const tenantId = z
  .preprocess(asText, sessionIdSchema)
  .describe(`The session, one for each tenant. ${alsoKnownAs('tenantId')}`);

const { url, secret } = sessionWebhooksSchema.element.shape;

export const startSchema = z
  .preprocess(
    underOneName,
    z.object({
      tenantId,
      webhookUrl: url
        .optional()
        .describe(
          `Where the messages of this session are posted, beside the webhooks that are set up otherwise. ${alsoKnownAs('webhookUrl')}`,
        ),
      webhookSecret: secret,
    }),
  )
  .meta({ id: 'StartConnection' });

export const sendSchema = z
  .preprocess(
    underOneName,
    z.object({
      tenantId,
      to: z
        .preprocess(asText, z.string().min(1).max(64))
        .describe(`A phone number with its country code, or a WhatsApp id. ${alsoKnownAs('to')}`),
      ...simpleContent,
      message: simpleContent.message.describe(
        `${simpleContent.message.description} ${alsoKnownAs('message')}`,
      ),
      mediaUrl: simpleContent.mediaUrl.describe(
        `${simpleContent.mediaUrl.description} ${alsoKnownAs('mediaUrl')}`,
      ),
    }),
  )
  .meta({ id: 'ConnectionMessage' });
