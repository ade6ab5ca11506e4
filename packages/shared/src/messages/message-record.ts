import type { MediaSource, MessageContent } from './content.ts';
import {
  MESSAGE_STATUSES,
  type MessagePriority,
  type MessageStatus,
  type MessageView,
} from './message-schema.ts';
import { parseSeen, type SeenRecord, viewSeen } from './seen-record.ts';

/** One message that was accepted for sending, as it is stored. Times are unix milliseconds. */
export interface MessageRecord {
  readonly id: string;
  readonly sessionId: string;
  readonly to: string;
  readonly chatId: string;
  readonly content: MessageContent;
  readonly priority: MessagePriority;
  readonly status: MessageStatus;
  readonly ack: number | undefined;
  /** The bare id at WhatsApp, fixed with the first attempt. */
  readonly whatsappId: string | undefined;
  /** The whole id, once WhatsApp's client has the message. */
  readonly whatsappRef: string | undefined;
  readonly attempts: number;
  readonly error: { code: string; detail: string } | undefined;
  /** When it was asked to be sent, if not at once. */
  readonly sendAt: number | undefined;
  /** When it may go at the earliest, where it was too fast; it may have gone by now. */
  readonly notBefore: number | undefined;
  readonly batchId: string | undefined;
  /** Our id of the failed message in whose place it was sent. */
  readonly resendOf?: string | undefined;
  /** Our id of the message that was sent in its place, after it had failed. */
  readonly resentAs?: string | undefined;
  readonly metadata: Record<string, string>;
  readonly acceptedAt: number;
  /** W3C `traceparent` of the request that it came with, where there are traces. */
  readonly traceparent?: string | undefined;
  readonly timeline: Partial<Record<MessageStatus, number>>;
}

/** A message of a session, sent through here or only seen. */
export type AnyMessage = MessageRecord | SeenRecord;

export const isSeen = (message: AnyMessage): message is SeenRecord => 'direction' in message;

/** Of the fields of a message's hash; undefined when there is no such message. */
export function parseAnyMessage(fields: Record<string, string>): AnyMessage | undefined {
  return parseMessage(fields) ?? parseSeen(fields);
}

/** As `parseAnyMessage`, but only what was accepted for sending. */
export function parseMessage(fields: Record<string, string>): MessageRecord | undefined {
  const { id, sessionId, to, chatId, content } = fields;
  if (
    id === undefined ||
    sessionId === undefined ||
    to === undefined ||
    chatId === undefined ||
    content === undefined
  ) {
    return undefined;
  }
  const times = MESSAGE_STATUSES.flatMap((status) => {
    const at = fields[`at:${status}`];
    return at === undefined ? [] : [[status, Number(at)] as const];
  });
  return {
    id,
    sessionId,
    to,
    chatId,
    content: JSON.parse(content) as MessageContent,
    priority: fields.priority === 'bulk' ? 'bulk' : 'interactive',
    status: fields.status as MessageStatus,
    ack: parseNumber(fields.ack),
    whatsappId: fields.whatsappId,
    whatsappRef: fields.whatsappRef,
    attempts: Number(fields.attempts),
    error: fields.error === undefined ? undefined : (JSON.parse(fields.error) as MessageRecord['error']),
    sendAt: parseNumber(fields.sendAt),
    notBefore: parseNumber(fields.notBefore),
    batchId: fields.batchId,
    resendOf: fields.resendOf,
    resentAs: fields.resentAs,
    metadata: JSON.parse(fields.metadata ?? '{}') as Record<string, string>,
    acceptedAt: Number(fields.acceptedAt ?? fields['at:queued']),
    traceparent: fields.traceparent,
    timeline: Object.fromEntries(times),
  };
}

const parseNumber = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

/** The message as the API shows it. */
export function viewMessage(record: AnyMessage): MessageView {
  if (isSeen(record)) return viewSeen(record);
  return {
    id: record.id,
    sessionId: record.sessionId,
    direction: 'outbound',
    from: null,
    to: record.to,
    chatId: record.chatId,
    ...viewContent(record.content),
    status: record.status,
    priority: record.priority,
    ack: record.ack ?? null,
    whatsappId: record.whatsappRef ?? null,
    attempts: record.attempts,
    error: record.error ?? null,
    sendAt: record.sendAt === undefined ? null : isoTime(record.sendAt),
    notBefore: record.notBefore === undefined ? null : isoTime(record.notBefore),
    batchId: record.batchId ?? null,
    ...(record.resendOf === undefined ? {} : { resendOf: record.resendOf }),
    ...(record.resentAs === undefined ? {} : { resentAs: record.resentAs }),
    metadata: record.metadata,
    createdAt: isoTime(record.acceptedAt),
    timeline: Object.fromEntries(
      Object.entries(record.timeline).map(([status, at]) => [status, isoTime(at)]),
    ),
  };
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

type ContentView = Pick<
  MessageView,
  | 'type'
  | 'text'
  | 'media'
  | 'caption'
  | 'location'
  | 'contacts'
  | 'poll'
  | 'forwardOf'
  | 'replyTo'
  | 'mentions'
>;

function viewContent(content: MessageContent): ContentView {
  return {
    ...viewKind(content),
    ...(content.quotedRef === undefined ? {} : { replyTo: content.quotedRef }),
    ...(content.mentions === undefined ? {} : { mentions: [...content.mentions] }),
  };
}

function viewKind(content: MessageContent): ContentView {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: content.text };
    case 'location':
      return { type: 'location', text: null, location: content.location };
    case 'contact':
      return { type: 'contact', text: null, contacts: [...content.contacts] };
    case 'poll':
      return { type: 'poll', text: null, poll: content.poll };
    case 'forward':
      return { type: 'forward', text: null, forwardOf: content.messageRef };
    default: {
      const caption = content.caption === undefined ? {} : { caption: content.caption };
      return { type: content.type, text: null, media: viewMedia(content.media), ...caption };
    }
  }
}

/** Where it is stored is nobody's business. */
function viewMedia(media: MediaSource): ContentView['media'] {
  const { from: _from, ...others } = media;
  if (!('key' in others)) return others;
  const { key: _key, ...shown } = others;
  return shown;
}
