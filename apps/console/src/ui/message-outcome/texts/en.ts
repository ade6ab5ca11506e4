export default {
  reasons: {
    unknown_recipient: {
      reason: 'WhatsApp knows no account with this number.',
      remedy: 'Check the number, with country and area code, and send it again.',
    },
    rejected: {
      reason: 'WhatsApp refused the message.',
      remedy:
        'Wait a while before you send more to people who have not written to you; too many are refused.',
    },
    temporary: {
      reason: 'WhatsApp did not take the message after several tries.',
      remedy: 'Send it again in some minutes.',
    },
    session_deleted: {
      reason: 'The session was deleted before the message went out.',
      remedy: 'Send it from another session.',
    },
    restored_from_backup: {
      reason: 'The gateway was restored from a backup, and it is not known whether the message had gone out.',
      remedy: 'Look on the phone whether it arrived, and send it again if not.',
    },
    media_blocked_address: {
      reason: 'The file lies at an internet address that the gateway may not open.',
      remedy: 'Send the file itself.',
    },
    media_unavailable: {
      reason: 'The server with the file did not answer.',
      remedy: 'Check the address of the file, or send the file itself.',
    },
    media_refused: {
      reason: 'The server with the file did not give it out.',
      remedy: 'Check the address of the file, or send the file itself.',
    },
    media_too_large: { reason: 'The file is too large.', remedy: 'Send a smaller one.' },
    media_type_mismatch: {
      reason: 'The file is not of the kind that the message said.',
      remedy: 'Send it as a document.',
    },
    media_gone: {
      reason: 'The file is no longer stored.',
      remedy: 'Choose the file again and send it again.',
    },
    media_conversion_failed: {
      reason: 'The recording could not be converted.',
      remedy: 'Send it as a document, or record it again.',
    },
    ffmpeg_missing: {
      reason: 'The gateway cannot convert recordings.',
      remedy: 'Ask the operator to install ffmpeg, or send it as a document.',
    },
  },
  otherReason: {
    reason: 'The gateway says: {{detail}}',
    remedy: 'Send it again; if that fails too, ask the operator.',
  },
  unconfirmedReason: {
    reason: 'WhatsApp has had the message for more than a minute without confirming it.',
    remedy: 'Do not send it again: it may still arrive. Check that the phone of the session is online.',
  },
  waiting: {
    until: 'Not before {{at}}: not too many at once.',
    queued: 'Its turn comes.',
  },
};
