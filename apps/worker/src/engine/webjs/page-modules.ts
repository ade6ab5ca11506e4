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
  readonly eventName?: string;
  readonly t?: number;
  readonly ack?: number;
  readonly isForwarded?: boolean;
  readonly isStatusV3?: boolean;
  readonly isNotification?: boolean;
  readonly directPath?: string;
  readonly notifyName?: string;
}

export interface ChatModel {
  readonly id: Wid;
  /** Unix seconds of the last activity. */
  readonly t?: number;
  readonly msgs: { getModelsArray(): MessageModel[] };
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

/** Modules by name. The loader throws on a name that it does not know. */
export interface PageModules {
  WAWebSocketModel: { readonly Socket: Socket };
  WAWebCmd: { readonly Cmd: { refreshQR(): void } };
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
  };
  WAWebMsgKey: MessageKeyClass;
  WAWebWidFactory: { createWid(id: string): Wid };
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

/** What the library puts into the page once the account is synchronised. */
export interface LibraryInPage {
  getChat(chatId: string, options: { getAsModel: false }): Promise<ChatModel | null | undefined>;
  sendMessage(chat: ChatModel, text: string, options: object): Promise<MessageModel | undefined>;
}
