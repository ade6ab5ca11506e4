import { type Api, createApi, type Gateway } from './api.ts';
import { type Batches, createBatches } from './batches.ts';
import { type Chats, createChats } from './chats.ts';
import { type ConnectOptions, connect, type LoginStep } from './connect.ts';
import { type Contacts, createContacts } from './contacts.ts';
import {
  type EventName,
  type EventOf,
  type EventOptions,
  type EventStream,
  followEvents,
} from './events/event-stream.ts';
import { createNudges } from './events/nudges.ts';
import { createMedia, type Media } from './media.ts';
import { createMessages, type Messages } from './messages.ts';
import type { Message, Session } from './schema.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createTransport, type TransportOptions } from './transport.ts';
import { type Ack, type AckOptions, waitForAck } from './wait-for-ack.ts';

export { BatchError, type Batches } from './batches.ts';
export type { Chats, Page, PageOptions, Presence } from './chats.ts';
export { ConnectError, type ConnectOptions, type LoginStep } from './connect.ts';
export type { Contacts } from './contacts.ts';
export {
  EventMissingError,
  EventsExpiredError,
  type LostEvents,
  type MissingEvent,
} from './events/event-errors.ts';
export type { EventName, EventOf, EventOptions, EventStream } from './events/event-stream.ts';
export { type FieldProblem, GatewayError, type ProblemCode, UnreachableError } from './gateway-error.ts';
export type { IncomingFile, Media, OutgoingFile } from './media.ts';
export type { MessageFilter, Messages } from './messages.ts';
export type { RetryOptions } from './retry.ts';
export type {
  Batch,
  BulkMessages,
  Chat,
  Contact,
  CreateSession,
  CreateWebhook,
  DeliveryWithAttempts,
  Event,
  ListedDelivery,
  Message,
  Problem,
  paths,
  Qr,
  ReplayWebhook,
  SendMessage,
  Session,
  StartedSession,
  StoredMessage,
  Upload,
  Webhook,
  WebhookWithSecret,
} from './schema.ts';
export type { SessionFilter, Sessions } from './sessions.ts';
export type { CallOptions, TransportOptions as ClientOptions } from './transport.ts';
export { type Ack, type AckOptions, MessageError } from './wait-for-ack.ts';
export type { Api };

/** A gateway, as a program sees it. */
export interface GatewayClient {
  readonly sessions: Sessions;
  readonly messages: Messages & {
    /**
     * Waits until a message is at WhatsApp's server (`sent`), on the phone, read or heard.
     * @throws MessageError when it failed or was cancelled, or when the time is over
     */
    waitForAck(message: Message, wanted?: Ack, options?: AckOptions): Promise<Message>;
  };
  readonly batches: Batches;
  readonly chats: Chats;
  readonly contacts: Contacts;
  readonly media: Media;
  /** What happens, in order, each event once, over every reconnect. */
  events<N extends EventName = EventName>(options?: EventOptions<N>): EventStream<EventOf<N>>;
  /** Starts a session, and gives the QR codes that are to be scanned until it is ready. */
  connect(session: string, options?: ConnectOptions): AsyncGenerator<LoginStep, Session, undefined>;
  /** Every route of the gateway, typed by its document; with the same retries, and with errors thrown. */
  readonly api: Api;
}

/** Nothing is asked of the gateway yet, and nothing has to be closed. */
export function createClient(options: TransportOptions): GatewayClient {
  const transport = createTransport(options);
  const gateway: Gateway = { transport, api: createApi(transport) };
  const nudges = createNudges(transport);
  const sessions = createSessions(gateway);
  const messages = createMessages(gateway);
  return {
    sessions,
    messages: {
      ...messages,
      waitForAck: (message, wanted, ackOptions) => waitForAck(messages, nudges, message, wanted, ackOptions),
    },
    batches: createBatches(gateway),
    chats: createChats(gateway),
    contacts: createContacts(gateway),
    media: createMedia(gateway),
    events: (eventOptions) => followEvents(transport, eventOptions),
    connect: (session, connectOptions) => connect(sessions, nudges, session, connectOptions),
    api: gateway.api,
  };
}
