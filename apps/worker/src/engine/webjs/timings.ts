/** How long each step may take, in milliseconds. */
export interface WebjsTimings {
  /** Starting the browser. */
  readonly launchMs: number;
  /** Loading the page. */
  readonly openMs: number;
  /** WhatsApp's program coming up in the loaded page. */
  readonly bootMs: number;
  /** Connecting to WhatsApp's servers, from the loaded page on, until they answer with a QR code or the account. */
  readonly connectMs: number;
  /** Waiting for somebody to scan or to enter a code. */
  readonly notScannedMs: number;
  /** Synchronising, counted from the last progress. */
  readonly syncMs: number;
  /** A new login reaching the disk, before anybody is told that it is there. */
  readonly storeMs: number;
  /** A lost connection coming back by itself. */
  readonly reconnectMs: number;
  /** From one heartbeat to the next. */
  readonly heartbeatEveryMs: number;
  /** The answer to a heartbeat. */
  readonly heartbeatDeadlineMs: number;
  /** Handing one message over. What has not been answered by then is `unknown`. */
  readonly sendMs: number;
  /** The preview of a link; a text goes out without one when it takes longer. */
  readonly previewMs: number;
  /** A file being uploaded before its message leaves, or downloaded. */
  readonly mediaMs: number;
  /** Any other call: a look-up, a pairing code, a logout, reading a chat. */
  readonly callMs: number;
  /** Cutting the page from the network, and giving it back. */
  readonly switchMs: number;
  /** The browser closing by itself before it is killed. */
  readonly closeMs: number;
  /** Life of the first QR code after a (re)start of the cycle, as WhatsApp Web has it. */
  readonly qrFirstMs: number;
  /** Life of each further QR code. */
  readonly qrNextMs: number;
  /** Without a new QR code for so long, one is asked for. */
  readonly qrSilenceMs: number;
  /** Life of a pairing code; meanwhile no QR code is asked for. */
  readonly pairingMs: number;
}

export const defaultTimings: WebjsTimings = {
  launchMs: 60_000,
  openMs: 60_000,
  bootMs: 45_000,
  connectMs: 90_000,
  notScannedMs: 600_000,
  syncMs: 180_000,
  storeMs: 2_000,
  reconnectMs: 300_000,
  heartbeatEveryMs: 10_000,
  heartbeatDeadlineMs: 20_000,
  sendMs: 30_000,
  previewMs: 5_000,
  mediaMs: 300_000,
  callMs: 30_000,
  switchMs: 5_000,
  closeMs: 10_000,
  qrFirstMs: 60_000,
  qrNextMs: 20_000,
  qrSilenceMs: 70_000,
  pairingMs: 180_000,
};
