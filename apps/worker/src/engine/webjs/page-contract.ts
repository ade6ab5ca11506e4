import type { PageModules } from './page-modules.ts';

/**
 * What whatsapp-web.js and this engine need of WhatsApp Web's own modules, as far as it can be looked for. On a page without a login only
 * the first part must be there: builds may load the rest later.
 */

/** Read before the first QR code: of the library, `AuthStore.js` and `Client.inject`. */
export const NEEDED_TO_LINK = [
  'WAWebSocketModel.Socket.on',
  'WAWebSocketModel.Socket.state',
  'WAWebCmd.Cmd.on',
  'WAWebCmd.Cmd.refreshQR',
  'WAWebConnModel.Conn.on',
  'WAWebOfflineHandler.OfflineMessageHandler',
  'WAWebAltDeviceLinkingApi.setPairingType',
  'WAWebAltDeviceLinkingApi.initializeAltDeviceLinking',
  'WAWebAltDeviceLinkingApi.startAltLinkingFlow',
  'WABase64.encodeB64',
  'WAWebCompanionRegClientUtils.DEVICE_PLATFORM',
  'WAWebAdvSignatureApi',
  'WAWebUserPrefsInfoStore.waNoiseInfo.get',
  'WAWebSignalStoreApi.waSignalStore.getRegistrationInfo',
  'WAWebUserPrefsMultiDevice.getADVSecretKey',
  'WAWebMsgKey.prototype',
  'WAWebWidFactory.createWid',
] as const;

/** Modules that this engine uses itself. Complete, or it does not compile. */
const OWN = {
  WAWebSocketModel: true,
  WAWebCmd: true,
  WAWebConnModel: true,
  WAWebUserPrefsMeUser: true,
  WAWebCollections: true,
  WAWebPresenceCollection: true,
  WAWebMsgKey: true,
  WAWebWidFactory: true,
  WAWebMsgReply: true,
  WAWebMsgActionCapability: true,
  WAWebSendMessageEditAction: true,
  WAWebSendReactionMsgAction: true,
  WAWebStreamModel: true,
  WAWebUpdateUnreadChatAction: true,
  WAWebChatStateBridge: true,
  WAWebImageUtils: true,
  WAWebDownloadManager: true,
  WAWebContactGetters: true,
  WAWebFrontendContactGetters: true,
  WAWebContactProfilePicThumbBridge: true,
  WAWebBlockContactUtils: true,
  WAWebBlockContactAction: true,
  WAWebGroupQueryJob: true,
  WAWebGroupCreateJob: true,
  WAWebGroupModifyInfoJob: true,
  WAWebModifyParticipantsGroupAction: true,
  WAWebMexFetchGroupInviteCodeJob: true,
  WAWebExitGroupAction: true,
  WAWebQueryExistsJob: true,
  WAWebApiContact: true,
  WAWebChatLoadMessages: true,
  WAWebSendMsgChatAction: true,
  WALinkify: true,
  WAWebLinkPreviewChatAction: true,
  // Only looked into when `window.Debug` is missing.
  WAWebUpdaterVersion: true,
} satisfies Record<keyof PageModules, true>;

/** Modules that the library needs to become ready and to send, beside those. */
const OF_LIBRARY = [
  'WAWebSyncGatingUtils',
  'WAWebCallCollection',
  'WAWebAddonReactionTableMode',
  'WAWebAddonPollVoteTableMode',
  'WAWebFindChatAction',
  'WAWebChatGetters',
  'WAWebGetEphemeralFieldsMsgActionsUtils',
  'WAWebMediaOpaqueData',
  'WAWebPrepRawMedia',
  'WAWebMediaStorage',
  'WAWebMmsMediaTypes',
  'WAWebMediaDataUtils',
  'WAWebMediaInMemoryBlobCache',
  'WAWebMediaMmsV4Upload',
] as const;

/** What is used once a phone is linked. */
export const NEEDED_WHEN_LINKED: readonly string[] = [...Object.keys(OWN), ...OF_LIBRARY].sort();

/** What a page without a login says of itself. */
export interface PageContract {
  /** Of WhatsApp Web; undefined while it does not say. */
  readonly version?: string;
  readonly title: string;
  /** Of `NEEDED_TO_LINK`. */
  readonly missing: string[];
  /** Of `NEEDED_WHEN_LINKED`. */
  readonly unseen: string[];
  readonly socketState?: string;
  /** Whether a QR code could be shown now. */
  readonly hasQr: boolean;
}

declare const window: {
  require?: (name: string) => unknown;
  Debug?: { VERSION?: unknown };
};
declare const document: { title: string };

/** Runs in the page: self-contained. */
export function readContract(toLink: readonly string[], whenLinked: readonly string[]): PageContract {
  const step = (value: unknown, name: string): unknown =>
    value === null || value === undefined ? undefined : (value as Record<string, unknown>)[name];

  function find(path: string): unknown {
    const [module = '', ...members] = path.split('.');
    try {
      return members.reduce(step, window.require?.(module));
    } catch {
      return undefined;
    }
  }

  const isThere = (path: string) => find(path) !== undefined;
  const state = find('WAWebSocketModel.Socket.state');
  const version = window.Debug?.VERSION;
  return {
    ...(typeof version === 'string' ? { version } : {}),
    ...(typeof state === 'string' ? { socketState: state } : {}),
    title: document.title,
    missing: toLink.filter((path) => !isThere(path)),
    unseen: whenLinked.filter((name) => !isThere(name)),
    hasQr: state === 'UNPAIRED' && typeof find('WAWebConnModel.Conn.ref') === 'string',
  };
}
