import { z } from 'zod';

/** What a message can be, as callers write it and as it is stored. */

const MEDIA_TYPES = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export const isMediaType = (type: string): type is MediaType => MEDIA_TYPES.some((each) => each === type);

export const MESSAGE_TYPES = ['text', ...MEDIA_TYPES, 'location', 'contact', 'poll'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** WhatsApp's own limits. */
export const MAX_TEXT_LENGTH = 65_536;
const MAX_CAPTION_LENGTH = 1_024;
const MAX_POLL_OPTIONS = 12;
const MAX_POLL_TEXT = 255;
const MAX_CONTACTS = 100;
const MAX_MENTIONS = 256;

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2_048);

const mediaSchema = z
  .strictObject({
    url: httpUrl.optional().describe('Fetched by the worker when the message is sent.'),
    base64: z.base64().min(4).optional().describe('The file itself; better for small ones.'),
    upload: z.string().max(64).optional().describe('The id that `POST /sessions/:id/media` gave.'),
    mimetype: z
      .string()
      .max(127)
      .regex(/^[\w.+-]+\/[\w.+-]+(;.*)?$/, 'must look like image/jpeg')
      .optional()
      .describe('By default what the file itself says.'),
    filename: z.string().min(1).max(255).optional().describe('How a document is called on the phone.'),
  })
  .refine(
    ({ url, base64, upload }) => [url, base64, upload].filter((source) => source !== undefined).length === 1,
    'must have exactly one of url, base64 and upload',
  )
  .meta({ id: 'Media' });

export const locationSchema = z
  .strictObject({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().max(1_000).optional(),
    address: z.string().max(1_000).optional(),
    url: httpUrl.optional(),
  })
  .meta({ id: 'Location' });

export const contactCardSchema = z
  .strictObject({
    name: z.string().min(1).max(256),
    phone: z.string().min(5).max(32).describe('A phone number with its country code.'),
    organization: z.string().max(256).optional(),
    email: z.email().optional(),
  })
  .meta({ id: 'ContactCard' });

export const pollSchema = z
  .strictObject({
    question: z.string().trim().min(1).max(MAX_POLL_TEXT),
    options: z
      .array(z.string().trim().min(1).max(100))
      .min(2, 'must have at least 2 options')
      .max(MAX_POLL_OPTIONS, `must have at most ${MAX_POLL_OPTIONS} options`)
      .refine((options) => new Set(options).size === options.length, 'must not repeat an option'),
    allowMultiple: z.boolean().default(false),
  })
  .meta({ id: 'Poll' });

/** The fields of a message that say what it is; which of them belong to which type is checked by `toContent`. */
export const contentFields = {
  type: z.enum(MESSAGE_TYPES).default('text'),
  text: z
    .string()
    .max(MAX_TEXT_LENGTH, `must have at most ${MAX_TEXT_LENGTH} characters`)
    .refine((text) => text.trim() !== '', 'must not be empty')
    .optional(),
  linkPreview: z
    .boolean()
    .optional()
    .describe('Of a text: whether its first link gets a preview. By default it does.'),
  media: mediaSchema.optional().describe('Of an image, video, audio, voice, document or sticker.'),
  caption: z
    .string()
    .max(MAX_CAPTION_LENGTH, `must have at most ${MAX_CAPTION_LENGTH} characters`)
    .optional()
    .describe('Of an image, video or document.'),
  location: locationSchema.optional(),
  contact: z
    .union([contactCardSchema, z.array(contactCardSchema).min(1).max(MAX_CONTACTS)])
    .optional()
    .describe('One contact card or several.'),
  poll: pollSchema.optional(),
  replyTo: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The message that this one answers: its id here or at WhatsApp.'),
  mentions: z
    .array(z.string().min(5).max(64))
    .max(MAX_MENTIONS)
    .optional()
    .describe(
      'Who is mentioned, as phone numbers or WhatsApp ids; the text must contain @ and the number of each.',
    ),
} as const;

const contentInput = z.strictObject(contentFields);
export type ContentInput = z.infer<typeof contentInput>;

/** Where the bytes of a media message come from. */
export type MediaSource =
  | { readonly from: 'url'; readonly url: string; readonly mimetype?: string; readonly filename?: string }
  /** Stored by us under this key. */
  | {
      readonly from: 'store';
      readonly key: string;
      readonly bytes: number;
      readonly mimetype: string;
      readonly filename?: string;
    };

export type ContactCard = z.infer<typeof contactCardSchema>;
export type LocationContent = z.infer<typeof locationSchema>;
export type PollContent = z.infer<typeof pollSchema>;

/** A message as it is stored and sent. */
export type MessageContent = (
  | { readonly type: 'text'; readonly text: string; readonly linkPreview: boolean }
  | { readonly type: MediaType; readonly media: MediaSource; readonly caption?: string }
  | { readonly type: 'location'; readonly location: LocationContent }
  | { readonly type: 'contact'; readonly contacts: readonly ContactCard[] }
  | { readonly type: 'poll'; readonly poll: PollContent }
  /** A message that stands in another chat, by WhatsApp's id. */
  | { readonly type: 'forward'; readonly messageRef: string }
) & {
  /** WhatsApp's id of the message that this one answers. */
  readonly quotedRef?: string;
  /** WhatsApp ids. */
  readonly mentions?: readonly string[];
};
