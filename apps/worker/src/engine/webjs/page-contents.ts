import type { MediaType } from '@wagw/shared/messages/content';
import type { PageWindow } from './page-connection.ts';
import type { ChatModel, LibraryInPage, MessageModel } from './page-modules.ts';

/** A message's content as it comes into the page; a file has been taken into the page before. */
export type PageContent =
  | {
      readonly type: 'text';
      readonly text: string;
      /** How long a preview of its link may take, in milliseconds; 0 for none. A text is worth more than a preview. */
      readonly previewMs: number;
    }
  | {
      readonly type: MediaType;
      readonly caption?: string | undefined;
    }
  /** Attributes that need nothing of the page. */
  | { readonly type: 'plain'; readonly body: string | null; readonly attributes: object }
  | { readonly type: 'poll'; readonly attributes: object }
  | { readonly type: 'forward'; readonly messageRef: string };

/** What the message model of WhatsApp Web is made from. */
export interface PageDraft {
  readonly body: string | null | undefined;
  readonly attributes: object;
}

/** Makes drafts of messages, as `window.wagwContents`. Whatever is thrown, nothing has left. */
export interface PageContents {
  draft(content: PageContent, file: File | undefined): Promise<PageDraft>;
  /** What an answer carries of the message that it answers; nothing when that one is not to be found. */
  quote(ref: string, chat: ChatModel): Promise<object>;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwContents` into the page. Runs before the page's own scripts, in every document; touches nothing of the
 * page until it is called. Self-contained, for its source text is what runs in the page.
 *
 * The attributes are those that the library gives to messages of the kind.
 */
export function installPageContents(): void {
  const secretBytes = 32;

  /** What a copy takes over from the message that is forwarded: its content, and nothing of its way or place. */
  const forwarded = [
    ...[
      'type',
      'body',
      'caption',
      'mimetype',
      'filename',
      'size',
      'duration',
      'width',
      'height',
      'pageCount',
    ],
    ...['isGif', 'isAnimated', 'waveform', 'streamingSidecar', 'firstFrameSidecar', 'gifAttribution'],
    ...['filehash', 'encFilehash', 'uploadhash', 'mediaKey', 'mediaKeyTimestamp', 'directPath', 'staticUrl'],
    ...['deprecatedMms3Url', 'clientUrl', 'preview', 'thumbnail', 'lat', 'lng', 'loc', 'vcardList'],
    ...['vcardFormattedName', 'subtype', 'title', 'description', 'matchedText', 'canonicalUrl'],
    ...['kind', 'pollName', 'pollOptions', 'pollSelectableOptionsCount'],
  ];
  const neverForwarded = new Set(['revoked', 'ciphertext', 'protocol', 'gp2', 'e2e_notification']);

  const refusal = (detail: string) => Object.assign(new Error(detail), { code: 'rejected' });

  async function draft(content: PageContent, file: File | undefined): Promise<PageDraft> {
    switch (content.type) {
      case 'text':
        return {
          body: content.text,
          attributes: content.previewMs > 0 ? await previewOf(content.text, content.previewMs) : {},
        };
      case 'plain':
        return content;
      case 'poll':
        return { body: '', attributes: { ...content.attributes, messageSecret: secret() } };
      case 'forward':
        return await copyOf(content.messageRef);
      default:
        if (file === undefined) throw new Error('the file is not in the page');
        return content.type === 'sticker' ? await sticker(file) : await media(content, file);
    }
  }

  const secret = () => crypto.getRandomValues(new Uint8Array(secretBytes));

  /** As the library would do it, but beforehand: it must not wait between our call and its `newId`. */
  async function previewOf(text: string, ms: number): Promise<object> {
    try {
      const link = window.require('WALinkify').findLink(text);
      if (link === undefined) return {};
      const asked = window.require('WAWebLinkPreviewChatAction').getLinkPreview(link);
      const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms));
      const preview = await Promise.race([asked, late]);
      return preview?.data ? { ...preview.data, preview: true, subtype: 'url' } : {};
    } catch {
      return {};
    }
  }

  async function media(
    { type, caption }: { readonly type: string; readonly caption?: string | undefined },
    file: File,
  ): Promise<PageDraft> {
    const wishes = { forceVoice: type === 'voice', forceDocument: type === 'document' };
    const data = await withFile(file, (library) => library.processMediaData({ mimetype: file.type }, wishes));
    const attributes = { ...data, ...data.toJSON?.(), ...(caption === undefined ? {} : { caption }) };
    return { body: data.preview, attributes };
  }

  async function sticker(file: File): Promise<PageDraft> {
    const webp = file.type === 'image/webp' ? file : await toWebp(file);
    const data = await withFile(webp, (library) => library.processStickerData({ mimetype: webp.type }));
    return { body: undefined, attributes: { mimetype: webp.type, ...data } };
  }

  async function toWebp(file: File): Promise<File> {
    if (!file.type.startsWith('image/')) throw refusal(`a sticker cannot be made of ${file.type}`);
    try {
      const webp = await window.require('WAWebImageUtils').toWebpSticker(file);
      return new File([webp], file.name, { type: 'image/webp' });
    } catch (error) {
      throw refusal(`a sticker could not be made of the picture: ${window.wagwStore?.errorText(error)}`);
    }
  }

  /** The library makes its file of base64 in the very tick of the call, and would hold the page up; it is given ours. */
  function withFile<T>(file: File, work: (library: LibraryInPage) => T): T {
    const library = window.WWebJS;
    if (library === undefined) throw new Error('the library is not in the page');
    const own = library.mediaInfoToFile;
    library.mediaInfoToFile = () => file;
    try {
      return work(library);
    } finally {
      library.mediaInfoToFile = own;
    }
  }

  /**
   * The page's own way of forwarding gives ids of its own, at moments of its own, and newer builds load it late; a copy with
   * the marks of a forwarded message leaves like any other. Media are not uploaded again.
   */
  async function copyOf(ref: string): Promise<PageDraft> {
    const original = await window.wagwStore?.byRef(ref);
    if (original === undefined) throw refusal('the message to be forwarded is not to be found');
    if (neverForwarded.has(original.type ?? '') || original.isNotification || original.isViewOnce)
      throw refusal(`a message of kind ${original.type} cannot be forwarded`);
    const all = original.serialize();
    const content = Object.fromEntries(
      forwarded.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]),
    );
    const marks = { isForwarded: true, forwardingScore: (original.forwardingScore ?? 0) + 1 };
    const poll = original.type === 'poll_creation' ? { messageSecret: secret() } : {};
    return { body: original.body, attributes: { ...content, ...marks, ...poll } };
  }

  async function quote(ref: string, chat: ChatModel): Promise<object> {
    let quoted: MessageModel | undefined;
    try {
      quoted = await window.wagwStore?.byRef(ref);
    } catch {
      return {};
    }
    if (quoted === undefined || !window.require('WAWebMsgReply').canReplyMsg(quoted.unsafe())) return {};
    return quoted.msgContextInfo(chat);
  }

  window.wagwContents = { draft, quote };
}
