import type { ErrorCode } from '@wagw/shared/errors/error-table';
import type { Tag } from './base-document.ts';

const SIMPLE: readonly Tag[] = ['Dialect: tenant', 'Dialect: connection'];
const SENDING: readonly Tag[] = ['Messages', 'Batches', ...SIMPLE];
const NAMING_PEOPLE: readonly Tag[] = [...SENDING, 'Chats', 'Contacts', 'Groups', 'Data'];
const ASKING_WHATSAPP: readonly Tag[] = ['Messages', 'Media', 'Chats', 'Contacts', 'Groups', 'Numbers'];

/** Where problems of one subject are told of. One that is not named here can happen anywhere. */
export const SUBJECTS: { readonly [C in ErrorCode]?: readonly Tag[] } = {
  invalid_recipient: NAMING_PEOPLE,
  country_code_needed: NAMING_PEOPLE,
  unknown_recipient: SENDING,
  session_logged_out: [...SENDING, ...ASKING_WHATSAPP],
  upload_not_found: SENDING,
  media_type_mismatch: SENDING,
  media_blocked_address: SENDING,
  media_too_large: [...SENDING, 'Media'],
  media_store_unavailable: [...SENDING, 'Media'],
  message_not_found: ['Messages', 'Batches', 'Media'],
  message_not_sent: SENDING,
  batch_not_found: ['Batches'],

  media_not_found: ['Media'],
  media_not_ready: ['Media'],
  media_not_taken: ['Media'],
  media_gone: ['Media'],
  media_failed: ['Media'],

  session_not_ready: ASKING_WHATSAPP,
  target_not_found: ASKING_WHATSAPP,
  refused_by_whatsapp: ASKING_WHATSAPP,
  unsupported_by_whatsapp: ASKING_WHATSAPP,
  command_expired: ASKING_WHATSAPP,
  outcome_unknown: ASKING_WHATSAPP,
  version_mismatch: [...ASKING_WHATSAPP, 'Commands'],
  command_not_found: ['Commands'],

  session_exists: ['Sessions', ...SIMPLE],
  session_not_active: SIMPLE,
  tenant_mismatch: ['Sessions', 'Dialect: tenant'],
  key_not_found: ['Keys'],
  qr_not_available: ['Login'],
  link_used: ['Login', 'Events', 'Sessions'],
  link_cannot_start: ['Sessions'],
  // On a page of the console alone.
  console_not_built: [],
  pairing_not_possible: ['Login'],
  pairing_refused: ['Login'],
  pairing_timeout: ['Login'],
  session_not_running: ['Operation'],
  session_busy: ['Operation', 'Sessions', 'Login', ...SIMPLE],
  session_there_already: ['Operation'],
  worker_not_found: ['Operation'],
  no_room_elsewhere: ['Operation'],

  erasure_not_found: ['Data'],
  tenant_not_found: ['Data'],
  events_expired: ['Events'],
  too_many_readers: ['Events'],
  webhook_blocked_address: ['Webhooks', 'Sessions', 'Dialect: connection'],
  webhook_not_found: ['Webhooks', 'Deliveries', 'Dialect: tenant'],
  webhook_from_environment: ['Webhooks'],
  webhook_disabled: ['Deliveries'],
  event_not_carried: ['Deliveries'],
  event_gone: ['Deliveries'],
  delivery_not_found: ['Deliveries'],
  delivery_pending: ['Deliveries'],
};
