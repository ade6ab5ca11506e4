/** For people, by the API's code. What is not here is said as the API says it, which speaks to programmers. */
export default {
  invalid_request: { title: 'Something is not filled in right.', remedy: 'Correct what is named here.' },
  forbidden: { title: 'Your key does not allow this.', remedy: 'Ask whoever gave you the key.' },
  request_timeout: { title: 'It took too long.', remedy: 'Check the connection and try again.' },
  body_too_large: { title: 'That is too much at once.', remedy: 'Send less, or a smaller file.' },
  rate_limited: { title: 'Too many requests at once.', remedy: 'Wait a minute, then try again.' },
  overloaded: { title: 'The gateway is very busy.', remedy: 'Nothing was done. Try again in some seconds.' },
  storage_unavailable: {
    title: 'The gateway cannot reach its database.',
    remedy: 'Nothing was done. Try again in some seconds; if it stays so, tell the operator.',
  },
  internal_error: {
    title: 'Something went wrong in the gateway.',
    remedy: 'Try again; if it stays so, tell the operator the number of the request.',
  },
  session_not_found: { title: 'There is no such session.', remedy: 'It may have been deleted.' },
  session_exists: { title: 'There is a session of this name already.', remedy: 'Choose another name.' },
  session_busy: { title: 'The session is busy with something else.', remedy: 'Try again in some seconds.' },
  session_logged_out: {
    title: 'No phone is connected.',
    remedy: 'Start the session and scan its QR code, then try again.',
  },
  session_not_running: { title: 'The session does not run.', remedy: 'Start it, then try again.' },
  session_not_ready: {
    title: 'The session is not connected to WhatsApp.',
    remedy: 'Wait until it is connected, then try again.',
  },
  worker_not_found: { title: 'This worker is gone, or about to go.', remedy: 'Choose another one.' },
  session_there_already: { title: 'The session runs there already.', remedy: 'Choose another worker.' },
  no_room_elsewhere: {
    title: 'No other worker has room for this session.',
    remedy: 'Add a worker, or raise how many sessions one takes.',
  },
  qr_not_available: { title: 'There is no QR code now.', remedy: 'Wait a moment, or start the session.' },
  link_used: {
    title: 'A phone was connected since this link was made.',
    remedy: 'To connect another one, ask for a new link.',
  },
  link_cannot_start: {
    title: 'The session was stopped on purpose.',
    remedy: 'Ask whoever gave you the link to start it.',
  },
  pairing_not_possible: { title: 'There can be no code now.', remedy: 'Start the session, then ask again.' },
  pairing_refused: {
    title: 'WhatsApp gave no code.',
    remedy: 'Check the phone number and wait some minutes. The QR code works meanwhile.',
  },
  pairing_timeout: { title: 'No code came in time.', remedy: 'Ask again, or use the QR code.' },
  invalid_recipient: {
    title: 'This is no phone number.',
    remedy: 'Write it with its country code, like +55 11 98765-4321.',
  },
  country_code_needed: {
    title: 'The country code is missing.',
    remedy: 'Write it with a plus, like +55 11 98765-4321.',
  },
  unknown_recipient: { title: 'This number has no WhatsApp.', remedy: 'Check the number.' },
  message_not_found: { title: 'There is no such message any more.', remedy: 'It may be too old.' },
  message_not_sent: {
    title: 'The message has not left yet.',
    remedy: 'Wait until it is sent, or cancel it.',
  },
  message_not_failed: { title: 'The message has not failed.', remedy: 'There is no need to send it again.' },
  message_may_have_arrived: {
    title: 'The message may have arrived.',
    remedy: 'Look on the phone before you send it again.',
  },
  message_resent: { title: 'The message was sent again already.', remedy: 'Look at the new one.' },
  media_type_mismatch: {
    title: 'This file cannot be sent in this way.',
    remedy: 'Send it as a document.',
  },
  media_not_found: { title: 'The file is not known.', remedy: 'It may be too old.' },
  media_gone: { title: 'The file is not stored any more.', remedy: 'Ask for it to be sent again.' },
  media_not_ready: { title: 'The file is still being fetched.', remedy: 'Try again in some seconds.' },
  media_not_taken: { title: 'The file was too large to be fetched.', remedy: 'Look at it on the phone.' },
  media_too_large: { title: 'The file is too large.', remedy: 'Send a smaller one.' },
  media_failed: {
    title: 'The file could not be fetched from WhatsApp.',
    remedy: 'Look at it on the phone, or ask for it to be sent again.',
  },
  media_store_unavailable: {
    title: 'Files cannot be stored or read now.',
    remedy: 'Try again in some seconds; if it stays so, tell the operator.',
  },
  version_mismatch: {
    title: 'The gateway is just being updated.',
    remedy: 'Try again in some minutes.',
  },
  command_expired: {
    title: 'The session was not connected in time.',
    remedy: 'Nothing was done. Try again when it is connected.',
  },
  outcome_unknown: {
    title: 'WhatsApp did not answer in time.',
    remedy: 'It may have happened all the same: look before you do it again.',
  },
  target_not_found: { title: 'WhatsApp does not know it.', remedy: 'It may have been deleted.' },
  refused_by_whatsapp: {
    title: 'WhatsApp does not allow it.',
    remedy: 'Only your own messages can be changed: for 15 minutes, and deleted for two days.',
  },
  unsupported_by_whatsapp: { title: 'WhatsApp Web does not offer this.', remedy: 'Do it on the phone.' },
  event_gone: { title: 'This event is not kept any more.', remedy: 'It cannot be delivered again.' },
  webhook_blocked_address: {
    title: 'Events may not be sent to this address.',
    remedy: 'Use a public address. The operator can allow others.',
  },
  webhook_from_environment: {
    title: 'This endpoint comes from the configuration.',
    remedy: 'Here it can only be switched on and off; the operator changes the rest.',
  },
  webhook_disabled: { title: 'The endpoint is switched off.', remedy: 'Switch it on, then try again.' },
  delivery_pending: { title: 'The delivery is still on its way.', remedy: 'Wait for its outcome.' },
};
