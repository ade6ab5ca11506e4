import type { ErrorKinds } from './error-kind.ts';

/** Problems with what is asked of WhatsApp beside sending. */
export const COMMAND_ERRORS = {
  command_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such command in this session.',
    remedy: 'Check the id; an outcome can be read for an hour.',
  },
  command_expired: {
    status: 504,
    retryable: true,
    title: 'The session was not connected in time; nothing was done.',
    remedy: 'See the state of the session and ask again.',
  },
  outcome_unknown: {
    status: 504,
    retryable: false,
    title: 'WhatsApp Web did not answer in time, and nobody knows whether it happened.',
    remedy: 'Look at the chat or group before you ask again.',
  },
  version_mismatch: {
    status: 503,
    retryable: true,
    retryAfterS: 30,
    title: 'The worker that holds this session runs another version of the gateway.',
    remedy: 'Try again when the update is through.',
  },
  target_not_found: {
    status: 404,
    retryable: false,
    title: 'WhatsApp knows no such message, chat, contact or group in this session.',
    remedy: 'Check the id.',
  },
  refused_by_whatsapp: {
    status: 409,
    retryable: false,
    title: 'WhatsApp does not allow it.',
    remedy:
      'Check that it is your own message and not too old (15 minutes for an edit, two days for a deletion), or that you are an admin of the group.',
  },
  unsupported_by_whatsapp: {
    status: 501,
    retryable: false,
    title: 'This build of WhatsApp Web does not offer it.',
    remedy: 'Do it on the phone; an update of the gateway may bring it back.',
  },
} as const satisfies ErrorKinds;
