import type {
  Credentials,
  WireChat,
  WireContact,
  WireEvent,
  WireGroup,
  WireMessage,
  WireRecord,
} from '../protocol/frames.ts';
import type { Certificate } from './certificate.ts';

/** A phone with WhatsApp: what its owner sees, in plain JSON. */
export interface AccountState {
  phone: string;
  name: string;
  /** Without `@lid`. */
  lid: string;
  about: string;
  battery: number;
  plugged: boolean;
  isBusiness: boolean;
  /** The address book, by phone number id. */
  contacts: Record<string, WireContact>;
  blocked: string[];
  chats: Record<string, WireChat>;
}

/** A linked device and what waits for it. */
export interface DeviceState extends Credentials {
  phone: string;
  /** Unix milliseconds. */
  linkedAt: number;
  nextSeq: number;
  queue: { seq: number; event: WireEvent }[];
}

/** A message that the server accepted from a linked device. */
export interface SentMessage {
  /** The bare message id. */
  id: string;
  /** Phone numbers; `to` is a group's id when the message went to a group. */
  from: string;
  to: string;
  type: string;
  /** Text, caption, poll question, or vcard. */
  text: string;
  /** Unix milliseconds of the first arrival. */
  at: number;
  device: string;
  /** How often the same id arrived; all but the first were dropped. */
  arrivals: number;
  /** Everything else of the message as the page sent it: mimetype, directPath, lat, quotedStanzaID, … */
  attrs: WireRecord;
  edits: { text: string; at: number }[];
  revoked: boolean;
  reactions: { sender: string; text: string }[];
}

export interface WorldState {
  certificate?: Certificate;
  ports?: { page: number; control: number };
  accounts: Record<string, AccountState>;
  devices: Record<string, DeviceState>;
  groups: Record<string, WireGroup>;
  /** Profile pictures as data URLs, by person or group id. */
  pictures: Record<string, string>;
  sent: SentMessage[];
  /** Ids of edits, revokes, reactions and votes that were already carried out: `phone/id`. */
  done: string[];
}

export const emptyWorld = (): WorldState => ({
  accounts: {},
  devices: {},
  groups: {},
  pictures: {},
  sent: [],
  done: [],
});

/** The text by which a person would recognise the message. */
export function textOf(message: WireMessage): string {
  const { caption, body, pollName } = message.attrs;
  const text = message.attrs.directPath ? caption : body || pollName;
  return typeof text === 'string' ? text : '';
}
