import type { ErrorKinds } from './error-kind.ts';

/** Problems with sessions, their logins, and where they run. */
export const SESSION_ERRORS = {
  session_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such session.',
    remedy: 'Create it with POST /api/v1/sessions.',
  },
  session_exists: {
    status: 409,
    retryable: false,
    title: 'A session with this id exists already.',
    remedy: 'Use it, choose another id, or delete it first.',
  },
  session_busy: {
    status: 409,
    retryable: true,
    title: 'Something else was asked of the session and is not done yet.',
    remedy: 'Try again in some seconds.',
  },
  session_logged_out: {
    status: 409,
    retryable: false,
    title: 'The session has no WhatsApp account.',
    remedy: 'Start it with POST /api/v1/sessions/{id}/start and scan the QR code, then send again.',
  },
  session_not_running: {
    status: 409,
    retryable: true,
    title: 'The session runs on no worker now.',
    remedy: 'Start it, or wait until a worker has it; GET /health/sessions/:id shows what it waits for.',
  },
  session_not_ready: {
    status: 409,
    retryable: true,
    title: 'The session is not connected to WhatsApp.',
    remedy: 'See its state with GET /api/v1/sessions/{id}, and ask again when it is `ready`.',
  },
  session_not_active: {
    status: 400,
    retryable: false,
    title: 'Session not active.',
    remedy: 'Start the session, scan its QR code, and send again once its status is `connected`.',
  },
  session_there_already: {
    status: 409,
    retryable: false,
    title: 'The session runs on this worker already.',
    remedy: 'Choose another worker, or leave the choice out.',
  },
  worker_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such worker, or it is about to go.',
    remedy: 'Choose one of the workers that GET /health/sessions lists, or leave the choice out.',
  },
  no_room_elsewhere: {
    status: 409,
    retryable: true,
    title: 'No other worker, or not the one that was named, has room and the labels of the session.',
    remedy: 'Add a worker or memory, raise MAX_SESSIONS, or change WORKER_LABELS.',
  },
  qr_not_available: {
    status: 404,
    retryable: false,
    title: 'No QR code is waiting to be scanned.',
    remedy:
      'See the state of the session: when it is `starting`, ask again in a second; when it is `ready`, none is needed.',
  },
  link_used: {
    status: 410,
    retryable: false,
    title: 'A phone was linked since this link was made, so it links no other.',
    remedy: 'See the state of the session; whoever gave the link can make another one.',
  },
  link_cannot_start: {
    status: 409,
    retryable: false,
    title: 'The session was stopped by those who run it, and a link does not start it against their will.',
    remedy: 'Ask whoever gave the link to start the session.',
  },
  pairing_not_possible: {
    status: 409,
    retryable: true,
    title: 'The session does not wait for a login, so it can have no pairing code.',
    remedy: 'Start the session and ask again when its state is `qr` or `pairing`.',
  },
  pairing_refused: {
    status: 502,
    retryable: true,
    title: 'WhatsApp gave no pairing code.',
    remedy:
      'Check the phone number and wait some minutes: WhatsApp limits how often a number may ask. The QR code works meanwhile.',
  },
  pairing_timeout: {
    status: 504,
    retryable: true,
    title: 'No pairing code came in time.',
    remedy: 'See the state of the session and ask again.',
  },
} as const satisfies ErrorKinds;
