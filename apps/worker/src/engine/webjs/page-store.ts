import type { PageWindow } from './page-connection.ts';
import type { ChatModel, MessageModel, Wid } from './page-modules.ts';
import type { RawMessage } from './to-engine-message.ts';

/** Finding messages and chats under any of their names, as `window.wagwStore`; for the other programs in the page. */
export interface PageStore {
  errorText(error: unknown): string;
  /** Undefined when the text is no id. */
  wid(id: string): Wid | undefined;
  /** Undefined when WhatsApp knows no such chat; makes one with a person who has WhatsApp. */
  chat(id: string): Promise<ChatModel | undefined>;
  /** The other addresses of a person, as far as the page knows. */
  otherAddresses(id: string): string[];
  /** An own message that is loaded, by its bare id. */
  own(id: string): MessageModel | undefined;
  /**
   * A message by any of its keys, from what is loaded and from what the page has stored.
   * @throws when no form of the key could be asked for
   */
  byKeys(keys: Iterable<string>): Promise<MessageModel | undefined>;
  /** A message by WhatsApp's written id, in whichever address of its chat and writer. */
  byRef(ref: string): Promise<MessageModel | undefined>;
  /** What may cross over to the gateway. */
  raw(message: MessageModel): RawMessage;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwStore` into the page. Runs before the page's own scripts, in every document; touches nothing of the
 * page until it is called. Self-contained, for its source text is what runs in the page.
 */
export function installPageStore(): void {
  const collections = () => window.require('WAWebCollections');
  const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));

  function wid(id: string): Wid | undefined {
    try {
      return window.require('WAWebWidFactory').createWid(id);
    } catch {
      return undefined;
    }
  }

  async function chat(id: string): Promise<ChatModel | undefined> {
    const address = wid(id);
    if (address === undefined) return undefined;
    const known = collections().Chat.get(address);
    if (known) return known;
    if (id.endsWith('@c.us') && (await isUnregistered(address))) return undefined;
    return (await window.WWebJS?.getChat(id, { getAsModel: false })) ?? undefined;
  }

  /** The page makes a chat with any number; a message to a number without WhatsApp would wait there for ever. */
  async function isUnregistered(address: Wid): Promise<boolean> {
    try {
      return (await window.require('WAWebQueryExistsJob').queryWidExists(address)) === null;
    } catch {
      return false;
    }
  }

  function otherAddresses(id: string): string[] {
    const found: string[] = [];
    const consider = (address: (of: Wid) => Wid | undefined) => {
      try {
        const of = wid(id);
        const other = of && address(of);
        if (other) found.push(String(other));
      } catch {
        // This build cannot say it in this way.
      }
    };
    consider((of) => collections().Chat.get(of)?.id);
    consider((of) => window.require('WAWebApiContact').getCurrentLid?.(of));
    consider((of) => window.require('WAWebApiContact').getPhoneNumber?.(of));
    return found;
  }

  function own(id: string): MessageModel | undefined {
    return collections()
      .Msg.getModelsArray()
      .findLast((message) => message.id.fromMe && message.id.id === id);
  }

  async function byKeys(keys: Iterable<string>): Promise<MessageModel | undefined> {
    const { Msg } = collections();
    let answered = false;
    let failure: unknown = new Error('no form of the message could be asked for');
    for (const key of keys) {
      try {
        const message = Msg.get(key) ?? (await Msg.getMessagesById([key]))?.messages?.[0];
        if (message) return message;
        answered = true;
      } catch (error) {
        failure = error;
      }
    }
    if (!answered) throw failure;
    return undefined;
  }

  async function byRef(ref: string): Promise<MessageModel | undefined> {
    const [fromMe, remote, id, ...rest] = ref.split('_');
    if (remote === undefined || id === undefined) return undefined;
    const isOwn = fromMe === 'true';
    const chats = [remote, ...otherAddresses(remote)];
    const loaded = collections()
      .Msg.getModelsArray()
      .findLast(({ id: key }) => key.id === id && key.fromMe === isOwn && chats.includes(String(key.remote)));
    if (loaded) return loaded;
    const writer = rest[0];
    const ends = writer === undefined ? [''] : [writer, ...otherAddresses(writer)].map((end) => `_${end}`);
    const keys = chats.flatMap((address) => ends.map((end) => `${isOwn}_${address}_${id}${end}`));
    return await byKeys(new Set([ref, ...keys]));
  }

  const text = (address: Wid | string | undefined | null) => (address ? String(address) : undefined);

  /** What an answer says of the message that it answers. */
  function quoteIn({ quotedStanzaID, quotedParticipant, quotedMsg }: MessageModel) {
    if (!quotedStanzaID) return {};
    const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
    const me = [getMaybeMePnUser(), getMaybeMeLidUser()].map(text);
    const { type, body, caption, pollName, mimetype } = quotedMsg ?? {};
    return {
      quotedStanzaID,
      quotedParticipant: text(quotedParticipant),
      quotedMsg: { type, body: mimetype ? undefined : body, caption, pollName, mimetype },
      ...(quotedParticipant ? { quotedFromMe: me.includes(text(quotedParticipant)) } : {}),
    };
  }

  function raw(message: MessageModel): RawMessage {
    const { id } = message;
    return {
      id: {
        fromMe: id.fromMe,
        remote: String(id.remote),
        id: id.id,
        participant: text(id.participant),
        ...(typeof id._serialized === 'string' ? { _serialized: id._serialized } : {}),
      },
      from: text(message.from),
      to: text(message.to),
      author: text(message.author),
      type: message.type,
      body: message.body,
      caption: message.caption,
      pollName: message.pollName,
      pollOptions: message.pollOptions?.map(({ name }) => ({ name })),
      pollSelectableOptionsCount: message.pollSelectableOptionsCount,
      eventName: message.eventName,
      t: message.t,
      ack: message.ack,
      isForwarded: message.isForwarded,
      isStatusV3: message.isStatusV3,
      notifyName: message.notifyName,
      mentionedJidList: message.mentionedJidList?.map(String),
      ...quoteIn(message),
      lat: message.lat,
      lng: message.lng,
      loc: message.loc,
      vcardList: message.vcardList?.map(({ vcard }) => ({ vcard })),
      directPath: message.directPath,
      mimetype: message.mimetype,
      filename: message.filename,
      size: message.size,
      duration: message.duration,
      isGif: message.isGif,
      latestEditSenderTimestampMs: message.latestEditSenderTimestampMs,
    };
  }

  window.wagwStore = { errorText, wid, chat, otherAddresses, own, byKeys, byRef, raw };
}
