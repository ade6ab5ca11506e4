/** How often a fault strikes: always (`true`), never (`false`), or the next n times. */
export type Times = boolean | number;

/** What the emulated WhatsApp servers do. All durations are milliseconds. A patch takes effect at once. */
export interface Policy {
  /** How long the first QR of a connection is valid (WhatsApp: 60 s), and each that follows it (20 s). */
  qrFirstMs: number;
  qrNextMs: number;
  /** How many QRs a connection gets before it is told to idle (`UNPAIRED_IDLE`). */
  qrCount: number;
  /** Wait before a login is answered. */
  connectDelayMs: number;
  /**
   * From `CONNECTED` to `hasSynced`, and in how many progress reports. The library misses a `hasSynced` that comes before it has
   * hooked into the page, some 50 ms after the first load and 300 ms after a navigation.
   */
  syncMs: number;
  progressSteps: number;
  /** Whether what waited for a device is handed over before or after the page reports `hasSynced`. */
  offlineDelivery: 'beforeSync' | 'afterSync';
  /**
   * Delays of the acks of a sent message, each after the one before it: [server, device, read, played]. A single number
   * stands for the first three; a shorter list stops there (`[30, 30]` gives acks 1 and 2). 4 is for voice messages only.
   */
  ackMs: number | number[];
  /** The message is accepted, but its sender is never told. */
  dropAcks: Times;
  /** The message vanishes on its way to the server. */
  dropSends: Times;
  /** The server refuses the message: the page shows ack −1. */
  failSends: Times;
  mediaUploadMs: number;
  mediaUploadFail: Times;
  /** What a failed upload is answered with: 507 may go better next time, 413 and 415 never. */
  mediaUploadStatus: number;
  /** Wait before a medium is handed out, and media that are (or seem) gone: 404. */
  mediaDownloadMs: number;
  mediaDownloadFail: Times;
  /** Links get a preview, with the title that says where they lead. */
  linkPreviews: boolean;
  /** Messages a chat that a page finds in its store at start; earlier ones come by `loadEarlierMsgs`. */
  snapshotPerChat: number;
  /** Answer requests for a pairing code with this error, for example `rate-overlimit`. */
  pairingCodeError: string | null;
  /** Never hand out a QR: the page stays in OPENING. */
  holdRefs: boolean;
  /** Accept the socket, but never answer the login. */
  noWelcome: boolean;
  /** Never finish the synchronisation: no `hasSynced`. */
  noSync: boolean;
  /** Delay of every query of the page, and queries that are never answered (all, or by name: `exists`, `lookup`, …). */
  rpcDelayMs: number;
  rpcHang: boolean | string[];
  /** Refuse the web socket. */
  refuseWs: boolean;
  /** Accept the request for the page, but never answer it. */
  httpHang: boolean;
  /** Answer the request for the page with this status instead of the page. */
  httpStatus: number | null;
  /**
   * Numbers without WhatsApp, each in full or as `*` and an ending. Every other number of 7 to 15 digits has it.
   * `account` registers a number in any case.
   */
  unregistered: string[];
}

export const defaultPolicy: Readonly<Policy> = {
  qrFirstMs: 60_000,
  qrNextMs: 20_000,
  qrCount: 6,
  connectDelayMs: 0,
  syncMs: 800,
  progressSteps: 4,
  offlineDelivery: 'beforeSync',
  ackMs: 30,
  dropAcks: false,
  dropSends: false,
  failSends: false,
  mediaUploadMs: 0,
  mediaUploadFail: false,
  mediaUploadStatus: 507,
  mediaDownloadMs: 0,
  mediaDownloadFail: false,
  linkPreviews: false,
  snapshotPerChat: 20,
  pairingCodeError: null,
  holdRefs: false,
  noWelcome: false,
  noSync: false,
  rpcDelayMs: 0,
  rpcHang: false,
  refuseWs: false,
  httpHang: false,
  httpStatus: null,
  unregistered: ['*404'],
};

/** How the page itself behaves. A patch takes effect when a page is loaded next. Durations are milliseconds. */
export interface PageSwitches {
  /** What the page says of itself in `window.Debug.VERSION`. */
  version: string;
  /** Wait before the page's modules exist, and before it opens its socket. */
  bootMs: number;
  connectMs: number;
  /** Leave `window.Debug` out, as some builds do. */
  noDebug: boolean;
  /** Builds whose MsgKey bears its text form as `$1` in place of `_serialized`. */
  minifiedMsgKey: boolean;
  /** Chats are keyed by `@lid` in place of the phone number. */
  lidMode: boolean;
  /** The page reloads itself once it is paired. A scan before `initialize` has resolved makes that fail. */
  reloadAfterPair: boolean;
  /** A login needs its localStorage marker as well as IndexedDB. */
  strictStorage: boolean;
  /** A logout on the phone leads to `/?post_logout=1`, or first to the state UNPAIRED. */
  logoutStyle: 'navigate' | 'state';
  /** Modules that this build does not have. */
  missingModules: string[];
  /** Announce UNPAIRED before the first QR is known: the library's first QR then begins with `undefined,`. */
  stateBeforeRef: boolean;
  /** A chat with a number without WhatsApp throws `No LID for user`. */
  rejectUnknown: boolean;
  /** Keep unsent messages in IndexedDB, so that they outlive the page. */
  outboxPersist: boolean;
  /** The page never opens its socket. */
  neverConnect: boolean;
}

export const defaultPageSwitches: Readonly<PageSwitches> = {
  version: '2.3000.1036482910',
  bootMs: 0,
  connectMs: 0,
  noDebug: false,
  minifiedMsgKey: false,
  lidMode: false,
  reloadAfterPair: false,
  strictStorage: true,
  logoutStyle: 'navigate',
  missingModules: [],
  stateBeforeRef: false,
  rejectUnknown: false,
  outboxPersist: true,
  neverConnect: false,
};
