import {
  IconAlertTriangle,
  IconArchive,
  IconBattery,
  IconBolt,
  IconCheck,
  IconChecks,
  IconDeviceMobile,
  IconEdit,
  IconEye,
  IconFile,
  IconHourglass,
  IconKeyboard,
  IconMessage,
  IconMoodSmile,
  IconPhone,
  IconPlugConnected,
  IconPlugConnectedX,
  IconQrcode,
  IconSend,
  IconTrash,
  IconUserShare,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import type { Event } from '@wagw/client';

interface Look {
  readonly icon: typeof IconBolt;
  readonly color: string;
}

const LOOKS: Record<Event['event'], Look> = {
  'session.status': { icon: IconDeviceMobile, color: 'blue' },
  qr_code: { icon: IconQrcode, color: 'gray' },
  pairing_code: { icon: IconKeyboard, color: 'gray' },
  'connection.status': { icon: IconPlugConnected, color: 'gray' },
  change_state: { icon: IconBolt, color: 'gray' },
  change_battery: { icon: IconBattery, color: 'gray' },
  'session.alert': { icon: IconAlertTriangle, color: 'orange' },
  disconnected: { icon: IconPlugConnectedX, color: 'orange' },
  message: { icon: IconMessage, color: 'brand' },
  message_create: { icon: IconSend, color: 'brand' },
  message_ack: { icon: IconChecks, color: 'gray' },
  message_failed: { icon: IconAlertTriangle, color: 'red' },
  message_unconfirmed: { icon: IconHourglass, color: 'orange' },
  media_ready: { icon: IconFile, color: 'gray' },
  message_edit: { icon: IconEdit, color: 'gray' },
  message_revoke_everyone: { icon: IconTrash, color: 'gray' },
  message_revoke_me: { icon: IconTrash, color: 'gray' },
  message_reaction: { icon: IconMoodSmile, color: 'gray' },
  'poll.vote': { icon: IconCheck, color: 'gray' },
  'group.join': { icon: IconUsers, color: 'gray' },
  'group.leave': { icon: IconUsers, color: 'gray' },
  'group.update': { icon: IconUsers, color: 'gray' },
  'contact.changed': { icon: IconUserShare, color: 'gray' },
  'chat.archived': { icon: IconArchive, color: 'gray' },
  'chat.removed': { icon: IconTrash, color: 'gray' },
  'presence.update': { icon: IconEye, color: 'gray' },
  call: { icon: IconPhone, color: 'gray' },
  'webhook.failing': { icon: IconAlertTriangle, color: 'orange' },
  'webhook.recovered': { icon: IconWebhook, color: 'green' },
  'webhook.disabled': { icon: IconWebhook, color: 'red' },
};

/** How an event looks at a glance. What is good news is green. */
export function lookOf(event: Event): Look {
  const look = LOOKS[event.event];
  const isGood =
    (event.event === 'session.status' && event.data.state === 'ready') ||
    (event.event === 'session.alert' && event.data.level === 'resolved');
  const isBad = event.event === 'session.status' && event.data.state === 'failed';
  return { ...look, ...(isGood ? { color: 'green' } : isBad ? { color: 'red' } : {}) };
}
