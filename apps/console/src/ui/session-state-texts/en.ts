import type { Session } from '@wagw/client';

/** What a session does, by its code: a sentence, and what to do about it; empty when there is nothing to do. */
export interface Reason {
  readonly sentence: string;
  readonly remedy: string;
}

const codes = {
  created: {
    sentence: 'The session was never started.',
    remedy: 'Start it to get a QR code.',
  },
  waiting_for_worker: {
    sentence: 'The session waits for a free place on a server.',
    remedy: 'If this lasts, tell the operator: workers or memory are short, or MAX_SESSIONS is too low.',
  },
  no_matching_worker: {
    sentence: 'No running worker has all labels of this session.',
    remedy: 'Change the labels of the session, or ask the operator for a worker that has them.',
  },
  starting: { sentence: 'WhatsApp Web is being opened; this takes some seconds.', remedy: '' },
  scan_qr: {
    sentence: 'The session waits for the phone.',
    remedy: 'Scan the QR code: WhatsApp on the phone, Linked devices, Link a device.',
  },
  enter_code: {
    sentence: 'The session waits for its code to be typed on the phone.',
    remedy: 'WhatsApp on the phone, Linked devices, Link a device, Link with phone number instead.',
  },
  authenticating: {
    sentence: 'The phone is linked; its messages are being synchronised.',
    remedy: '',
  },
  ready: { sentence: 'Messages can be sent and received.', remedy: '' },
  interrupted: {
    sentence: 'The connection to WhatsApp was lost and is being restored. Messages wait and are not lost.',
    remedy: '',
  },
  worker_lost: {
    sentence:
      'The server of this session is gone; another one takes it over. Messages wait and are not lost.',
    remedy: '',
  },
  moving: {
    sentence: 'The session moves to another server. Messages wait and are not lost.',
    remedy: '',
  },
  login_unavailable: {
    sentence: 'The stored login cannot be read; it is tried again and again.',
    remedy: 'The operator has to check LOGIN_STORE and its key.',
  },
  unreachable: {
    sentence: 'WhatsApp cannot be reached; it is tried again and again.',
    remedy: 'The operator has to check network, DNS and proxy of the worker.',
  },
  start_timeout: {
    sentence: 'WhatsApp Web did not open in time; it is being started again.',
    remedy: '',
  },
  crashed: {
    sentence: 'The browser of this session died; it is being started again.',
    remedy: '',
  },
  unresponsive: {
    sentence: 'The browser of this session stopped answering; it is being started again.',
    remedy: '',
  },
  profile_in_use: {
    sentence: 'Another program uses the login of this session.',
    remedy: 'End that program; the session goes on by itself then.',
  },
  conflict: {
    sentence: 'WhatsApp Web is open elsewhere with the same login.',
    remedy: 'Close the other window; the session goes on by itself then.',
  },
  proxy_blocked: {
    sentence: 'WhatsApp refuses the internet address of the server; it is tried again and again.',
    remedy: 'The operator has to change the proxy or the outgoing address.',
  },
  launch_failed: {
    sentence: 'The browser of this session cannot be started; it is tried again and again.',
    remedy: 'The operator has to check CHROME_EXECUTABLE_PATH and the log of the worker.',
  },
  incompatible: {
    sentence: 'WhatsApp has changed, and this version of the gateway cannot work with it.',
    remedy: 'The operator has to update the gateway.',
  },
  blocked: {
    sentence: 'WhatsApp has banned this number.',
    remedy: 'Open WhatsApp on the phone and ask for a review. Start the session again once the phone works.',
  },
  stopped: {
    sentence: 'The session was stopped; its login is kept.',
    remedy: 'Start it to connect again. No new QR code is needed.',
  },
  unused: {
    sentence: 'The session was stopped because nobody had used it for a long time; its login is kept.',
    remedy: 'Start it to connect again. No new QR code is needed.',
  },
  not_scanned: {
    sentence: 'Nobody scanned the QR code in time.',
    remedy: 'Start the session to get a new one.',
  },
  logged_out: {
    sentence: 'The phone is not linked any more.',
    remedy: 'Start the session and scan the new QR code.',
  },
  deleted: { sentence: 'The session was deleted, and its login with it.', remedy: '' },
} satisfies Record<Session['code'], Reason>;

const states = {
  created: 'New',
  starting: 'Starting',
  qr: 'Waits for the scan',
  pairing: 'Waits for the code',
  authenticating: 'Synchronising',
  ready: 'Connected',
  reconnecting: 'Reconnecting',
  stopped: 'Stopped',
  logged_out: 'Not linked',
  failed: 'Failed',
} satisfies Record<Session['state'], string>;

export default {
  states,
  codes,
  select: {
    label: 'Session',
    placeholder: 'Search by name or number',
    none: 'No session fits.',
    loading: 'The sessions are being loaded',
    withoutNumber: 'no number yet',
    clear: 'Clear the choice',
  },
};
