import { ApiError, type FieldError } from '@wagw/shared/errors/problem';
import { viewMessage } from '@wagw/shared/messages/message-record';
import { MESSAGE_STATUSES, type SendMessage, sendMessageSchema } from '@wagw/shared/messages/message-schema';
import { checkContent } from '@wagw/shared/messages/to-content';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppParts } from '../app.ts';
import { acceptMessage } from '../messages/accept-one.ts';
import { messageOf } from '../messages/message-refs.ts';

/** A text, or a file with a caption, as backends send it that know nothing else. */

const FILE_TYPES = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;

/** A field that many callers fill with null or nothing rather than leave it out. */
const orNothing = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (given === null || given === '' ? undefined : given), schema.optional()).optional();

export const simpleContent = {
  message: orNothing(z.string()).describe('The text; of a file its caption, where there is no `caption`.'),
  type: orNothing(z.enum(['text', ...FILE_TYPES])).describe(
    'By default `image` with a `mediaUrl`, else `text`.',
  ),
  mediaUrl: orNothing(
    z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2_048),
  ).describe('Where the file is fetched from when the message is sent.'),
  caption: orNothing(z.string()).describe('Of an image, video or document.'),
  filename: orNothing(z.string().max(255)).describe('How a document is called on the phone.'),
} as const;

export type SimpleContent = z.infer<z.ZodObject<typeof simpleContent>>;

export const sentSchema = z
  .object({
    success: z.literal(true),
    messageId: z
      .string()
      .describe('Ours: GET /api/v1/sessions/{id}/messages/{messageId} tells what became of it.'),
    status: z.enum(MESSAGE_STATUSES),
  })
  .meta({ id: 'SimplySent' });

/**
 * The native message that is meant.
 * @throws ApiError that names the fields that cannot be used, as their sender calls them
 */
export function toNative(to: string, content: SimpleContent): SendMessage {
  const { message, mediaUrl, filename } = content;
  const { type = mediaUrl === undefined ? 'text' : 'image' } = content;
  const isText = type === 'text';
  const caption = isText ? content.caption : [content.caption, message].find(hasWords);
  const native = sendMessageSchema.safeParse({
    to,
    type,
    ...(isText ? { text: message } : {}),
    ...(mediaUrl === undefined ? {} : { media: { url: mediaUrl, filename } }),
    ...(hasWords(caption) ? { caption } : {}),
  });
  const errors = native.success ? checkContent(native.data) : native.error.issues.map(toFieldError);
  if (!native.success || errors.length > 0)
    throw new ApiError('invalid_request', undefined, errors.map(inTheirWords));
  return native.data;
}

const hasWords = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

const toFieldError = ({ path, message }: { path: PropertyKey[]; message: string }): FieldError => ({
  path: `/${path.join('/')}`,
  message,
});

const inTheirWords = ({ path, message }: FieldError): FieldError => ({
  path: path.replace(/^\/text/, '/message').replace(/^\/media(\/url)?/, '/mediaUrl'),
  message,
});

/**
 * Accepts a message for a session that has an account.
 * @param session undefined when there is none, or none of this caller
 * @throws ApiError when it could not be sent for want of a login, or cannot be used
 */
export async function sendSimply(
  parts: AppParts,
  request: FastifyRequest,
  session: SessionRecord | undefined,
  message: SendMessage,
): Promise<z.infer<typeof sentSchema>> {
  // One that reconnects is active: its messages wait. These backends take a stopped one for one that does not exist.
  if (session?.account === undefined || session.desired === 'stopped')
    throw new ApiError('session_not_active');
  const messageId = await acceptMessage(parts, request, session, message).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.fields === undefined) throw error;
    throw new ApiError(error.code, error.message, error.fields.map(inTheirWords));
  });
  const { status } = viewMessage(await messageOf(parts.redis, session.id, messageId));
  return { success: true, messageId, status: status ?? 'queued' };
}
