import type { ContactCard, LocationContent, MediaType, PollContent } from '@wagw/shared/messages/content';

/** A message on its way to the engine: everything that it needs is on this machine. */
export interface OutgoingMessage {
  /** `…@c.us`, `…@lid` or `…@g.us`. */
  readonly chat: string;
  /** The bare id under which the message goes out, chosen by the caller and already journalled. */
  readonly id: string;
  readonly content: OutgoingContent;
  /** WhatsApp's id of the message that this one answers; when it is not to be found the message goes out without it. */
  readonly quotedRef?: string | undefined;
  /** WhatsApp ids of those who are mentioned in the text or caption. */
  readonly mentions?: readonly string[] | undefined;
}

export type OutgoingContent =
  | { readonly type: 'text'; readonly text: string; readonly linkPreview: boolean }
  | {
      readonly type: MediaType;
      readonly file: LocalFile;
      readonly caption?: string | undefined;
    }
  | { readonly type: 'location'; readonly location: LocationContent }
  | { readonly type: 'contact'; readonly contacts: readonly ContactCard[] }
  | { readonly type: 'poll'; readonly poll: PollContent }
  | { readonly type: 'forward'; readonly messageRef: string };

/** A file that the engine may read until its call has returned. */
export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  readonly mimetype: string;
  readonly filename?: string | undefined;
}
