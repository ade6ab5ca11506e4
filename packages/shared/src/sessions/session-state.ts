/**
 * What a session can be doing, and for each reason one sentence that says what happens or what to do next.
 */

export const SESSION_STATES = [
  'created',
  'starting',
  'qr',
  'pairing',
  'authenticating',
  'ready',
  'reconnecting',
  'stopped',
  'logged_out',
  'failed',
] as const;

export type SessionState = (typeof SESSION_STATES)[number];

interface StateReason {
  readonly state: SessionState;
  readonly sentence: string;
}

/** Stable codes. Several may belong to one state. */
export const STATE_CODES = {
  created: {
    state: 'created',
    sentence: 'The session exists but was never started; start it to get a QR code.',
  },
  waiting_for_worker: {
    state: 'starting',
    sentence: 'Waiting for a worker with room; if this lasts, add workers, memory, or raise MAX_SESSIONS.',
  },
  no_matching_worker: {
    state: 'starting',
    sentence:
      'No living worker has all labels of this session; start one with these WORKER_LABELS, or change the labels.',
  },
  starting: { state: 'starting', sentence: 'WhatsApp Web is being opened; this takes some seconds.' },
  scan_qr: {
    state: 'qr',
    sentence: 'Scan the QR code with the phone: WhatsApp, Settings, Linked devices, Link a device.',
  },
  enter_code: {
    state: 'pairing',
    sentence:
      'Enter the pairing code on the phone: WhatsApp, Linked devices, Link with phone number instead.',
  },
  authenticating: {
    state: 'authenticating',
    sentence: 'Linked to the phone; the account is being synchronised.',
  },
  ready: { state: 'ready', sentence: 'Connected; messages can be sent.' },
  interrupted: {
    state: 'reconnecting',
    sentence: 'The connection to WhatsApp was lost and is being restored; messages wait in the queue.',
  },
  worker_lost: {
    state: 'reconnecting',
    sentence:
      'The worker of this session is gone; another one is taking it over. Messages wait in the queue.',
  },
  moving: {
    state: 'reconnecting',
    sentence: 'The session is being handed over to another worker; messages wait in the queue.',
  },
  login_unavailable: {
    state: 'reconnecting',
    sentence:
      'The stored login cannot be fetched from LOGIN_STORE; it keeps trying. The operator must check the store and its key.',
  },
  unreachable: {
    state: 'reconnecting',
    sentence:
      'WhatsApp Web cannot be reached from the worker; it keeps trying. Check the network, DNS and proxy of the worker.',
  },
  start_timeout: {
    state: 'reconnecting',
    sentence: 'WhatsApp Web did not come up in time; it is being started again.',
  },
  crashed: {
    state: 'reconnecting',
    sentence: 'The browser of this session died; it is being started again.',
  },
  unresponsive: {
    state: 'reconnecting',
    sentence: 'The browser of this session stopped answering; it is being started again.',
  },
  profile_in_use: {
    state: 'reconnecting',
    sentence: 'Another program uses the stored login of this session; waiting until it ends.',
  },
  conflict: {
    state: 'reconnecting',
    sentence: 'WhatsApp Web is open elsewhere with the same login; trying again. Close the other window.',
  },
  proxy_blocked: {
    state: 'reconnecting',
    sentence:
      'WhatsApp refuses the address that this worker comes from; it keeps trying. The operator must change the proxy or the outgoing address.',
  },
  launch_failed: {
    state: 'failed',
    sentence:
      'Chromium cannot be launched; it keeps trying. The operator must check CHROME_EXECUTABLE_PATH and the log of the worker.',
  },
  incompatible: {
    state: 'failed',
    sentence:
      'WhatsApp Web has changed in a way that this version cannot work with; it keeps trying. Update the gateway.',
  },
  blocked: {
    state: 'failed',
    sentence:
      'WhatsApp has banned this number. Open WhatsApp on the phone and ask for a review; start the session again once the phone works.',
  },
  stopped: { state: 'stopped', sentence: 'Stopped; the login is kept. Start the session to connect again.' },
  unused: {
    state: 'stopped',
    sentence:
      'Nobody has used the session for the days set by SESSION_IDLE_DAYS, so it was stopped; the login is kept. Start the session to connect again.',
  },
  not_scanned: {
    state: 'stopped',
    sentence: 'Nobody scanned the QR code in time. Start the session to get a new one.',
  },
  logged_out: {
    state: 'logged_out',
    sentence: 'The device is no longer linked to the phone. Start the session and scan the new QR code.',
  },
  deleted: { state: 'logged_out', sentence: 'The session was deleted, and its login with it.' },
} as const satisfies Record<string, StateReason>;

export type StateCode = keyof typeof STATE_CODES;

export const STATE_CODE_NAMES = Object.keys(STATE_CODES) as [StateCode, ...StateCode[]];

/** The words of the `session.status` event, as older integrations know them. */
export function connectionWord(state: SessionState): 'connecting' | 'connected' | 'disconnected' | 'qr_code' {
  if (state === 'ready') return 'connected';
  if (state === 'qr' || state === 'pairing') return 'qr_code';
  if (state === 'starting' || state === 'authenticating' || state === 'reconnecting') return 'connecting';
  return 'disconnected';
}
