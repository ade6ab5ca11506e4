import { isMediaType, type MessageContent } from '@wagw/shared/messages/content';
import type { LocalFile, OutgoingContent } from '../engine/outgoing.ts';

export type MediaContent = Extract<MessageContent, { readonly media: unknown }>;

export const isMedia = (content: MessageContent): content is MediaContent => isMediaType(content.type);

/** The content of a stored message as the engine takes it; undefined when it has a file, which is not here. */
export function outgoingContent(
  content: MessageContent,
  file: LocalFile | undefined,
): OutgoingContent | undefined {
  if (!isMedia(content)) return withoutFile(content);
  if (file === undefined) return undefined;
  const { type, caption } = content;
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
