import type { Event, EventName } from '@wagw/client';
import type { TFunction } from 'i18next';
import { phoneText } from '../../ui/phone-number.ts';
import { EVENT_KINDS } from './event-kinds.ts';

type Translate = TFunction<['timeline', 'sessionState']>;

/** An event in words: what happened, and to whom or how. */
export interface Story {
  readonly title: string;
  /** Undefined where the title says it all. */
  readonly detail: string | undefined;
}

/** @param bytes writes a size */
export function storyOf(event: Event, t: Translate, bytes: (value: number) => string): Story {
  return { title: titleOf(event, t), detail: detailOf(event, t, bytes) };
}

/** Where the kind alone would say little, what came of it. */
function titleOf(event: Event, t: Translate): string {
  switch (event.event) {
    case 'session.status':
      return t(`sessionState:states.${event.data.state}`);
    case 'connection.status':
      return t(`connection.${event.data.state}`);
    case 'message_ack':
      return t(`acks.${event.data.ackName}`);
    case 'message_create':
      return t(event.data.fromMe ? 'sent' : 'kinds.message');
    default:
      return t(`kinds.${EVENT_KINDS[event.event].text}`);
  }
}

function detailOf(event: Event, t: Translate, bytes: (value: number) => string): string | undefined {
  switch (event.event) {
    case 'session.status':
      return t(`sessionState:codes.${event.data.code}.sentence`);
    case 'session.alert':
      return event.data.level === 'resolved'
        ? t('details.resolved')
        : t(`sessionState:codes.${event.data.code}.sentence`);
    case 'disconnected':
      return t(`sessionState:codes.${event.data.reason}.sentence`);
    case 'change_state':
      return event.data.state;
    case 'change_battery':
      return t(event.data.plugged ? 'details.plugged' : 'details.battery', { percent: event.data.battery });
    case 'pairing_code':
      return t('details.to', { who: phoneText(event.data.phone) });
    case 'connection.status':
    case 'qr_code':
      return undefined;
    case 'webhook.failing':
      return `${event.data.url}: ${event.data.reason}`;
    case 'webhook.recovered':
      return event.data.url;
    case 'webhook.disabled':
      return `${event.data.url}: ${t(`details.disabled.${event.data.reason}`)}`;
    default:
      return chatDetailOf(event, t, bytes);
  }
}

type AboutSession =
  | Extract<EventName, `${'session' | 'webhook' | 'connection'}.${string}` | `change_${string}`>
  | 'disconnected'
  | 'pairing_code'
  | 'qr_code';

/** What happens in a chat. */
function chatDetailOf(
  event: Exclude<Event, { event: AboutSession }>,
  t: Translate,
  bytes: (value: number) => string,
): string {
  const who = 'chatId' in event.data ? nameOf(event.data) : '';
  const here = t('details.in', { who });
  const saying = (text: string) => (text === '' ? here : t('details.withText', { where: here, text }));
  switch (event.event) {
    case 'message':
      return withText(t('details.from', { who }), event.data.body, t);
    case 'message_create':
      return withText(t(event.data.fromMe ? 'details.to' : 'details.from', { who }), event.data.body, t);
    case 'message_failed':
      return withText(t('details.to', { who }), event.data.reason, t);
    case 'media_ready': {
      const { mimetype, bytes: size } = event.data;
      return saying(t('details.file', { type: mimetype, size: bytes(size) }));
    }
    case 'message_edit':
      return saying(event.data.newBody);
    case 'message_reaction':
      return saying(event.data.emoji === '' ? t('details.reactionBack') : event.data.emoji);
    case 'poll.vote':
      return saying(event.data.options.length === 0 ? t('details.voteBack') : event.data.options.join(', '));
    case 'group.update':
      return saying(event.data.value);
    case 'contact.changed':
      return t('details.newNumber', {
        from: phoneOr(event.data.oldPhone, event.data.oldId),
        to: phoneOr(event.data.newPhone, event.data.newId),
      });
    case 'chat.archived':
      return t(event.data.isArchived ? 'details.archived' : 'details.unarchived', { who });
    case 'presence.update':
      return `${who}: ${t(`details.presence.${event.data.state}`)}`;
    case 'call':
      return event.data.fromMe
        ? t('details.callOut')
        : t('details.callIn', { who: phoneOr(event.data.fromPhone, event.data.from) });
    default:
      return here;
  }
}

function withText(where: string, text: string, t: Translate): string {
  return text === '' ? where : t('details.withText', { where, text });
}

const nameOf = ({ phone, chatId }: { phone: string | null; chatId: string }) => phoneOr(phone, chatId);
const phoneOr = (phone: string | null, id: string) => (phone === null ? id : phoneText(phone));
