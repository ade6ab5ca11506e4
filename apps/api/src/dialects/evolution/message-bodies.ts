import { ApiError } from '@wagw/shared/errors/problem';
import { type SendMessage, sendMessageSchema } from '@wagw/shared/messages/message-schema';
import { z } from 'zod';
import { messageKeySchema } from './message-keys.ts';
import { toRecipient } from './names.ts';

/**
 * What is posted to `/message/…`, and the native message that each means (source: evolution-api v2, src/api/dto/sendMessage.dto.ts,
 * src/validate/message.schema.ts). Fields that are not named here are passed over, as there.
 */

/** Forms have texts alone. */
const flag = z.union([z.boolean(), z.stringbool()]).nullish();
const text = z.string().nullish();
const whole = z.coerce.number().nullish();

const common = {
  number: z.string('Invalid format').min(1, 'Invalid format'),
  quoted: z.object({ key: messageKeySchema }).nullish(),
  mentioned: z.array(z.string()).nullish(),
  mentionsEveryOne: flag,
};

/** A URL or base64; of a form, the file that came in it. */
const file = z.union([z.string().min(1), z.object({ upload: z.string() })]);

type Native = Omit<z.input<typeof sendMessageSchema>, 'to' | 'replyTo'>;

interface Kind<S extends z.ZodType> {
  readonly body: S;
  toNative(body: z.infer<S>): Native;
}

const kind = <S extends z.ZodType>(body: S, toNative: (body: z.infer<S>) => Native): Kind<S> => ({
  body,
  toNative,
});

const contactCard = z.object({
  fullName: z.string().min(1),
  phoneNumber: z.string().min(1),
  organization: text,
  email: text,
});

export const KINDS = {
  sendText: kind(z.object({ ...common, text: z.string(), linkPreview: flag }), (body) => ({
    type: 'text',
    text: body.text,
    linkPreview: body.linkPreview ?? undefined,
    mentions: body.mentioned ?? undefined,
  })),

  sendMedia: kind(
    z.object({
      ...common,
      mediatype: z.enum(['image', 'video', 'document', 'audio']),
      media: file,
      mimetype: text,
      fileName: text,
      caption: text,
    }),
    ({ mediatype, media, mimetype, fileName, caption, mentioned }) => ({
      type: mediatype,
      media: fileOf(media, mimetype, fileName),
      ...(mediatype === 'audio' ? {} : { caption: caption || undefined, mentions: mentioned ?? undefined }),
    }),
  ),

  sendWhatsAppAudio: kind(
    z.object({ ...common, audio: file.optional(), media: file.optional() }),
    ({ audio, media }) => ({ type: 'voice', media: fileOf(audio ?? media) }),
  ),

  sendSticker: kind(
    z.object({ ...common, sticker: file.optional(), media: file.optional() }),
    ({ sticker, media }) => ({ type: 'sticker', media: fileOf(sticker ?? media) }),
  ),

  sendLocation: kind(
    z.object({
      ...common,
      latitude: z.number(),
      longitude: z.number(),
      name: text,
      address: text,
    }),
    ({ latitude, longitude, name, address }) => ({
      type: 'location',
      location: { latitude, longitude, name: name ?? undefined, address: address ?? undefined },
    }),
  ),

  sendContact: kind(z.object({ ...common, contact: z.array(contactCard).min(1) }), ({ contact }) => ({
    type: 'contact',
    contact: contact.map(({ fullName, phoneNumber, organization, email }) => ({
      name: fullName,
      phone: phoneNumber,
      organization: organization || undefined,
      email: email || undefined,
    })),
  })),

  sendPoll: kind(
    z.object({ ...common, name: z.string(), values: z.array(z.string()), selectableCount: whole }),
    ({ name, values, selectableCount }) => ({
      type: 'poll',
      // One answer or any number of them: WhatsApp Web offers nothing between.
      poll: { question: name, options: values, allowMultiple: selectableCount !== 1 },
    }),
  ),
} as const;

export type KindName = keyof typeof KINDS;
export type MessageBody = z.infer<z.ZodObject<typeof common>>;

/**
 * The native message that is meant.
 * @param quotedRef WhatsApp's id of the message that it answers
 * @throws ApiError that names the fields that cannot be used
 */
export function toNative(name: KindName, body: MessageBody, quotedRef: string | undefined): SendMessage {
  // The table has one function for each body; that the two belong together is known to it alone.
  const { toNative: translate } = KINDS[name] as Kind<z.ZodType<MessageBody>>;
  const native = { ...translate(body), to: toRecipient(body.number), replyTo: quotedRef };
  const { data, error } = sendMessageSchema.safeParse(native);
  if (data !== undefined) return data;
  throw new ApiError(
    'invalid_request',
    undefined,
    error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  );
}

type File = z.infer<typeof file>;

function fileOf(
  given: File | undefined,
  mimetype?: string | null,
  filename?: string | null,
): Native['media'] {
  if (given === undefined) return undefined;
  const described = { mimetype: mimetype || undefined, filename: filename || undefined };
  if (typeof given !== 'string') return { ...described, upload: given.upload };
  if (/^https?:\/\//i.test(given)) return { ...described, url: given };
  const [, type, base64 = given] = /^data:([^;,]+)?[^,]*;base64,(.*)$/s.exec(given) ?? [];
  return { ...described, base64, mimetype: described.mimetype ?? type };
}
