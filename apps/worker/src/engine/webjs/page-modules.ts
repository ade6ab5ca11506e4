/** The parts of WhatsApp Web's own modules that are used inside the page. Nothing more of them is relied upon. */

export interface Wid {
  toString(): string;
  isGroup?(): boolean;
  isLid?(): boolean;
}

export interface MessageKey {
  readonly fromMe: boolean;
  readonly remote: Wid | string;
  readonly id: string;
  readonly participant?: Wid | string;
  readonly _serialized?: string;
}

export interface MessageModel {
  readonly id: MessageKey;
  readonly from?: Wid;
  readonly to?: Wid;
  readonly author?: Wid;
  readonly type?: string;
  readonly body?: string;
  readonly caption?: string;
  readonly pollName?: string;
  readonly pollOptions?: readonly { readonly name: string; readonly localId: number }[];
  readonly pollSelectableOptionsCount?: number;
  readonly eventName?: string;
  readonly t?: number;
  readonly ack?: number;
  readonly isForwarded?: boolean;
  readonly forwardingScore?: number;
  readonly isStatusV3?: boolean;
  readonly isViewOnce?: boolean;
  readonly isNotification?: boolean;
  readonly notifyName?: string;
  readonly mentionedJidList?: readonly (Wid | string)[];
  readonly quotedStanzaID?: string;
  readonly quotedParticipant?: Wid | string;
  readonly quotedMsg?: {
    readonly type?: string;
    readonly body?: string;
    readonly caption?: string;
    readonly pollName?: string;
    readonly mimetype?: string;
  };
  readonly hasReaction?: boolean;
  readonly lat?: number;
  readonly lng?: number;
  readonly loc?: string;
  readonly vcardList?: readonly { readonly vcard: string }[];
  readonly directPath?: string;
  readonly mimetype?: string;
  readonly filename?: string;
  readonly size?: number | string;
  readonly duration?: number | string;
  readonly isGif?: boolean;
  /** By the clock of whoever edited it last. */
  readonly latestEditSenderTimestampMs?: number;
  readonly encFilehash?: string;
  readonly filehash?: string;
  readonly mediaKey?: string;
  readonly mediaKeyTimestamp?: number;
  readonly mediaData?: { readonly mediaStage: string };
  unsafe(): MessageModel;
  serialize(): Record<string, unknown>;
  /** What an answer to the message carries of it. */
  msgContextInfo(chat: ChatModel): object;
  downloadMedia(options: { downloadEvenIfExpensive: boolean; rmrReason: number }): Promise<unknown>;
}

export interface Participant {
  readonly id: Wid;
  readonly isAdmin?: boolean;
  readonly isSuperAdmin?: boolean;
}

export interface GroupMetadata {
  readonly subject?: string;
  readonly desc?: string;
  readonly descId?: string;
  readonly owner?: Wid | string;
  /** Unix seconds. */
  readonly creation?: number;
  readonly isLidAddressingMode?: boolean;
  readonly participants: {
    getModelsArray(): Participant[];
    get(id: string): Participant | undefined;
    iAmAdmin?(): boolean;
  };
}

export interface ChatModel {
  readonly id: Wid;
  /** Unix seconds of the last activity. */
  readonly t?: number;
  readonly msgs: { getModelsArray(): MessageModel[] };
  readonly formattedTitle?: string;
  readonly unreadCount?: number;
  readonly archive?: boolean;
  readonly pin?: number;
  readonly mute?: { readonly expiration?: number };
  readonly groupMetadata?: GroupMetadata;
}

export interface ContactModel {
  readonly id: Wid;
  readonly phoneNumber?: Wid;
  readonly isBusiness?: boolean;
  readonly isContactBlocked?: boolean;
}

/** What somebody does. */
export interface PresenceModel {
  /** False while nothing was told since the connection was made. */
  readonly hasData?: boolean;
  readonly chatstate: {
    readonly type?: string;
    /** Unix seconds of when somebody who is away was last there. */
    readonly t?: number;
    on(event: 'change:type', listener: () => void): void;
  };
}

/** What is known of a medium before it is sent; its own properties become attributes of the message. */
export interface MediaData {
  readonly preview?: string;
  toJSON?(): object;
}

export interface Socket {
  readonly state?: string;
  readonly hasSynced?: boolean;
  on(event: string, listener: (model: unknown, value: unknown) => void): void;
  logout(): Promise<unknown>;
}

export interface MessageKeyClass {
  newId: () => Promise<string>;
  readonly prototype: object;
  new (parts: { fromMe: boolean; remote: Wid; id: string }): MessageKey;
}

/** The reactions to one message, by emoji. */
export interface MessageReactions {
  readonly reactions: {
    serialize(): {
      readonly senders: readonly {
        readonly reactionText: string;
        readonly senderUserJid: Wid | string;
        readonly msgKey: { readonly fromMe: boolean };
        /** Unix milliseconds. */
        readonly timestamp: number;
      }[];
    }[];
  };
}

/** Modules by name. The loader throws on a name that it does not know. */
export interface PageModules {
  WAWebSocketModel: { readonly Socket: Socket };
  WAWebCmd: {
    readonly Cmd: {
      refreshQR(): void;
      archiveChat(chat: ChatModel, archive: boolean): Promise<unknown>;
      sendRevokeMsgs(
        chat: ChatModel,
        what: { list: MessageModel[]; type: 'message' },
        options: { clearMedia: boolean },
      ): Promise<unknown>;
      sendDeleteMsgs(
        chat: ChatModel,
        what: { list: MessageModel[]; type: 'message' },
        clearMedia: boolean,
      ): Promise<unknown>;
    };
  };
  WAWebConnModel: { readonly Conn: { readonly pushname?: string; readonly platform?: string } };
  WAWebUserPrefsMeUser: { getMaybeMePnUser(): Wid | undefined; getMaybeMeLidUser(): Wid | undefined };
  WAWebCollections: {
    readonly Chat: { get(wid: Wid): ChatModel | undefined; getModelsArray(): ChatModel[] };
    readonly Msg: {
      get(key: string): MessageModel | undefined;
      getModelsArray(): MessageModel[];
      getMessagesById(keys: string[]): Promise<{ messages?: MessageModel[] } | undefined>;
      trigger?(event: string, ...args: unknown[]): void;
    };
    readonly Contact: {
      getModelsArray(): ContactModel[];
      find(wid: Wid): Promise<ContactModel | undefined>;
    };
    readonly Blocklist: { get(wid: Wid): unknown };
    readonly Reactions: { find(key: string): Promise<MessageReactions | undefined> };
    readonly GroupMetadata?: GroupMetadatas;
    readonly WAWebGroupMetadataCollection?: GroupMetadatas;
  };
  WAWebPresenceCollection: {
    readonly PresenceCollection: {
      get(wid: Wid): PresenceModel | undefined;
      /** Asks the server to tell of somebody, unless it was asked since the connection was made. */
      find(wid: Wid): Promise<unknown>;
    };
  };
  WAWebMsgKey: MessageKeyClass;
  WAWebWidFactory: { createWid(id: string): Wid };
  WAWebMsgReply: { canReplyMsg(message: MessageModel): boolean };
  WAWebMsgActionCapability: {
    canEditText(message: MessageModel): boolean;
    canEditCaption(message: MessageModel): boolean;
    canSenderRevokeMsg(message: MessageModel): boolean;
    canAdminRevokeMsg(message: MessageModel): boolean;
  };
  WAWebSendMessageEditAction: {
    sendMessageEdit(message: MessageModel, text: string, options: object): Promise<unknown>;
  };
  WAWebSendReactionMsgAction: { sendReactionToMsg(message: MessageModel, emoji: string): Promise<unknown> };
  WAWebStreamModel: { readonly Stream: { markAvailable(): void; markUnavailable(): void } };
  WAWebUpdateUnreadChatAction: {
    sendSeen(what: { chat: ChatModel; threadId: undefined }): Promise<unknown>;
  };
  WAWebChatStateBridge: {
    sendChatStateComposing(chat: Wid): Promise<unknown>;
    sendChatStateRecording(chat: Wid): Promise<unknown>;
    sendChatStatePaused(chat: Wid): Promise<unknown>;
  };
  WAWebImageUtils: { toWebpSticker(file: File): Promise<Blob> };
  WAWebDownloadManager: {
    readonly downloadManager: { downloadAndMaybeDecrypt(what: object): Promise<ArrayBuffer> };
  };
  WAWebContactGetters: {
    getName(contact: ContactModel): string | undefined;
    getPushname(contact: ContactModel): string | undefined;
    getIsMe(contact: ContactModel): boolean;
  };
  WAWebFrontendContactGetters: { getIsMyContact(contact: ContactModel): boolean };
  WAWebContactProfilePicThumbBridge: {
    requestProfilePicFromServer(of: { id: Wid }): Promise<{ readonly eurl?: string } | undefined>;
  };
  WAWebBlockContactUtils: {
    getContactToBlockOnlyUseIfNoAssociatedChat(contact: ContactModel, entry: string): ContactModel;
  };
  WAWebBlockContactAction: {
    blockContact(what: { contact: ContactModel }): Promise<unknown>;
    unblockContact(contact: ContactModel): Promise<unknown>;
  };
  WAWebGroupQueryJob: { queryAndUpdateGroupMetadataById(group: { id: string }): Promise<unknown> };
  WAWebGroupCreateJob: {
    createGroup(group: object, members: { phoneNumber: Wid }[]): Promise<CreatedGroup>;
  };
  WAWebGroupModifyInfoJob: {
    setGroupSubject(group: Wid, subject: string): Promise<unknown>;
    setGroupDescription(
      group: Wid,
      description: string,
      id: string,
      previousId: string | undefined,
    ): Promise<unknown>;
  };
  WAWebModifyParticipantsGroupAction: {
    removeParticipants(group: ChatModel, members: Participant[]): Promise<unknown>;
    promoteParticipants(group: ChatModel, members: Participant[]): Promise<unknown>;
    demoteParticipants(group: ChatModel, members: Participant[]): Promise<unknown>;
  };
  WAWebMexFetchGroupInviteCodeJob: {
    fetchMexGroupInviteCode(group: string): Promise<{ readonly code?: string } | string | undefined>;
  };
  WAWebExitGroupAction: { sendExitGroup(group: ChatModel): Promise<unknown> };
  WAWebQueryExistsJob: { queryWidExists(wid: Wid): Promise<{ wid: Wid } | null> };
  WAWebApiContact: {
    getCurrentLid?(wid: Wid): Wid | undefined;
    getPhoneNumber?(wid: Wid): Wid | undefined;
  };
  WAWebChatLoadMessages: { loadEarlierMsgs(args: { chat: ChatModel }): Promise<MessageModel[] | undefined> };
  WAWebSendMsgChatAction: unknown;
  WALinkify: { findLink(text: string): { readonly href: string } | undefined };
  WAWebLinkPreviewChatAction: { getLinkPreview(link: object): Promise<{ data?: object } | undefined> };
  WAWebUpdaterVersion: Record<string, unknown>;
}

interface GroupMetadatas {
  update(group: Wid): Promise<unknown>;
}

export interface CreatedGroup {
  readonly wid: Wid;
  readonly subject?: string;
  readonly participants: readonly { readonly wid: Wid; readonly error?: number | string }[];
}

/** What the library puts into the page once the account is synchronised. */
export interface LibraryInPage {
  mediaInfoToFile(media: object): File;
  processMediaData(media: object, options: object): Promise<MediaData>;
  processStickerData(media: object): Promise<MediaData>;
  enforceLidAndPnRetrieval(id: string): Promise<{ readonly lid?: Wid; readonly phone?: Wid }>;
  getAddParticipantsRpcResult(group: Wid, member: Wid): Promise<{ readonly code?: number }>;
  getChat(chatId: string, options: { getAsModel: false }): Promise<ChatModel | null | undefined>;
  sendMessage(
    chat: ChatModel,
    body: string | null | undefined,
    options: object,
  ): Promise<MessageModel | undefined>;
}
