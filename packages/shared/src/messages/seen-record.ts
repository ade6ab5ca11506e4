import type { MessageDirection, MessageView, StoredType } from './message-schema.ts';

/** One message that was not sent through here: it came in, or was written on the phone. Times are unix milliseconds. */
export interface SeenRecord {
  /** Ours; follows from WhatsApp's. */
  readonly id: string;
  readonly sessionId: string;
  readonly direction: MessageDirection;
  readonly chatId: string;
  readonly from: string;
  readonly to: string;
  /** WhatsApp's whole id. */
  readonly whatsappRef: string;
  readonly type: StoredType;
  readonly text: string;
  readonly ack: number;
  readonly at: number;
}

/** Of the fields of a message's hash, where `seen` holds all of it. */
export function parseSeen(fields: Record<string, string>): SeenRecord | undefined {
  return fields.seen === undefined ? undefined : (JSON.parse(fields.seen) as SeenRecord);
}

/** WhatsApp Web's names of what we call otherwise. */
const TYPES: Readonly<Record<string, StoredType>> = {
  chat: 'text',
  ptt: 'voice',
  image: 'image',
  video: 'video',
  audio: 'audio',
  document: 'document',
  sticker: 'sticker',
  location: 'location',
  vcard: 'contact',
  multi_vcard: 'contact',
  poll_creation: 'poll',
};

/** Our name of a type of WhatsApp Web's. */
export const storedTypeOf = (type: string): StoredType => TYPES[type] ?? 'other';

export function viewSeen(record: SeenRecord): MessageView {
  return {
    id: record.id,
    sessionId: record.sessionId,
    direction: record.direction,
    from: record.from,
    to: record.to,
    chatId: record.chatId,
    type: record.type,
    text: record.text === '' ? null : record.text,
    status: null,
    priority: null,
    ack: record.ack,
    whatsappId: record.whatsappRef,
    attempts: 0,
    error: null,
    sendAt: null,
    notBefore: null,
    batchId: null,
    metadata: {},
    createdAt: new Date(record.at).toISOString(),
    timeline: {},
  };
}
