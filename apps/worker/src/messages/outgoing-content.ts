import { MEDIA_TYPES, type MediaType, type MessageContent } from '@wagw/shared/messages/content';
import type { LocalFile, OutgoingContent } from '../engine/outgoing.ts';
import type { OutgoingFiles } from '../media/outgoing-files.ts';

export type MediaContent = Extract<MessageContent, { readonly media: unknown }>;

export const isMedia = (content: MessageContent): content is MediaContent =>
  (MEDIA_TYPES as readonly string[]).includes(content.type);

/**
 * Calls `use` with the content of a stored message as the engine takes it; a file is there for so long.
 * @throws MediaError when the file is not to be had; `use` was not called then
 */
export async function withOutgoingContent<T>(
  content: MessageContent,
  files: OutgoingFiles,
  use: (content: OutgoingContent) => Promise<T>,
): Promise<T> {
  if (!isMedia(content)) return use(withoutFile(content));
  const { type, caption } = content;
  return files.with(type, content.media, (file) => use(withFile(type, file, caption)));
}

function withFile(type: MediaType, file: LocalFile, caption: string | undefined): OutgoingContent {
  return { type, file, ...(caption === undefined ? {} : { caption }) };
}

function withoutFile(content: Exclude<MessageContent, MediaContent>): OutgoingContent {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: content.text, linkPreview: content.linkPreview };
    case 'location':
      return { type: 'location', location: content.location };
    case 'contact':
      return { type: 'contact', contacts: content.contacts };
    case 'poll':
      return { type: 'poll', poll: content.poll };
    case 'forward':
      return { type: 'forward', messageRef: content.messageRef };
  }
}
