import type { Message } from '@wagw/client';

export type FileKind = Extract<Message['type'], 'image' | 'video' | 'audio' | 'document'>;

const MIB = 2 ** 20;
/** WhatsApp's own limits, in bytes. The operator of the gateway may have set lower ones. */
const LIMITS: Readonly<Record<FileKind, number>> = {
  image: 16 * MIB,
  video: 16 * MIB,
  audio: 16 * MIB,
  document: 2_048 * MIB,
};

/** What WhatsApp shows in the chat; everything else is a document. */
const SHOWN: Readonly<Record<string, FileKind>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'video/mp4': 'video',
  'video/3gpp': 'video',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/ogg': 'audio',
};

/** How a file is sent. One that is too large to be shown goes as a document. */
export function fileKindOf({ type, size }: Pick<File, 'type' | 'size'>): FileKind {
  const kind = SHOWN[type] ?? 'document';
  return size > LIMITS[kind] ? 'document' : kind;
}

/** The largest that WhatsApp takes at all, in bytes. */
export const LARGEST_FILE = LIMITS.document;

export const isTooLarge = (file: Pick<File, 'size'> | undefined): boolean => (file?.size ?? 0) > LARGEST_FILE;
