import type { FieldError } from '../errors/problem.ts';
import type { ContentInput, MediaSource, MediaType, MessageContent, MessageType } from './content.ts';

/** Makes of what a caller wrote what is stored and sent, or says which fields do not belong together. */

/** The fields that say what a message is, beside `type`. */
type ContentField = Exclude<keyof ContentInput, 'type'>;

interface Shape {
  /** What the type is made of. */
  readonly needs: ContentField;
  readonly allows: readonly ContentField[];
}

const WITH_CAPTION: Shape = { needs: 'media', allows: ['caption', 'replyTo', 'mentions'] };
const WITHOUT_CAPTION: Shape = { needs: 'media', allows: ['replyTo'] };

const SHAPES: Readonly<Record<MessageType, Shape>> = {
  text: { needs: 'text', allows: ['linkPreview', 'replyTo', 'mentions'] },
  image: WITH_CAPTION,
  video: WITH_CAPTION,
  document: WITH_CAPTION,
  audio: WITHOUT_CAPTION,
  voice: WITHOUT_CAPTION,
  sticker: WITHOUT_CAPTION,
  location: { needs: 'location', allows: ['replyTo'] },
  contact: { needs: 'contact', allows: ['replyTo'] },
  poll: { needs: 'poll', allows: ['replyTo'] },
};

const FIELDS = [
  'text',
  'linkPreview',
  'media',
  'caption',
  'location',
  'contact',
  'poll',
  'replyTo',
  'mentions',
] as const satisfies readonly ContentField[];

/** What is missing and what does not belong to this type; empty when all is well. */
export function checkContent(body: ContentInput): FieldError[] {
  const { needs, allows } = SHAPES[body.type];
  const missing: FieldError[] =
    body[needs] === undefined
      ? [{ path: `/${needs}`, message: `is needed for a message of the type ${body.type}` }]
      : [];
  const foreign = FIELDS.filter(
    (field) => body[field] !== undefined && field !== needs && !allows.includes(field),
  ).map((field) => ({
    path: `/${field}`,
    message: `does not belong to a message of the type ${body.type}`,
  }));
  return [...missing, ...foreign];
}

/** What the API has found out about the parts of a message that are only named in it. */
export interface ContentParts {
  /** Of a message with a file. */
  readonly media?: MediaSource | undefined;
  /** WhatsApp's id of the message that is answered. */
  readonly quotedRef?: string | undefined;
  /** WhatsApp ids. */
  readonly mentions?: readonly string[] | undefined;
}

/**
 * The message as it is stored and sent.
 * @throws Error when `checkContent` was not asked, or its answer not heeded
 */
export function toContent(body: ContentInput, parts: ContentParts = {}): MessageContent {
  return {
    ...ownContent(body, parts.media),
    ...(parts.quotedRef === undefined ? {} : { quotedRef: parts.quotedRef }),
    ...(parts.mentions === undefined ? {} : { mentions: parts.mentions }),
  };
}

function ownContent(body: ContentInput, media: MediaSource | undefined): MessageContent {
  switch (body.type) {
    case 'text':
      return { type: 'text', text: given(body, 'text'), linkPreview: body.linkPreview ?? true };
    case 'location':
      return { type: 'location', location: given(body, 'location') };
    case 'contact':
      return { type: 'contact', contacts: [given(body, 'contact')].flat() };
    case 'poll':
      return { type: 'poll', poll: given(body, 'poll') };
    default:
      return mediaContent(body.type, body.caption, media);
  }
}

function mediaContent(
  type: MediaType,
  caption: string | undefined,
  media: MediaSource | undefined,
): MessageContent {
  if (media === undefined) throw new Error(`a message of the type ${type} without its file`);
  return { type, media, ...(caption === undefined ? {} : { caption }) };
}

function given<F extends ContentField>(body: ContentInput, field: F): NonNullable<ContentInput[F]> {
  const value = body[field];
  if (value === undefined || value === null) throw new Error(`a ${body.type} without ${field}`);
  return value as NonNullable<ContentInput[F]>;
}
