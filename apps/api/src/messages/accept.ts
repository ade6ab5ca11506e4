import { ApiError, type FieldError } from '@wagw/shared/errors/problem';
import type { MessageContent } from '@wagw/shared/messages/content';
import { enqueueMessages } from '@wagw/shared/messages/enqueue';
import type { MessagePriority } from '@wagw/shared/messages/message-schema';
import {
  type AcceptOptions,
  acceptMessages,
  loadMessage,
  type MessageRecord,
} from '@wagw/shared/messages/message-store';
import { type Address, addressRecipients } from '@wagw/shared/numbers/address-recipients';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { FastifyRequest } from 'fastify';
import type { AppParts } from '../app.ts';
import { askSession, type Question } from '../commands/ask-session.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { resend } from './resend.ts';

/** How long a number may be asked for at WhatsApp before its message is accepted unasked. */
const CHECK_WAIT_MS = 10_000;

/** @throws ApiError when there is no such session, or it has no account */
export async function sendingSession(redis: AppParts['redis'], id: string): Promise<SessionRecord> {
  const session = await sessionOf(redis, id);
  if (session.code === 'logged_out') throw new ApiError('session_logged_out');
  return session;
}

export interface Recipients {
  /** As callers write them. */
  readonly to: readonly string[];
  /** Where the request has them, for the errors. */
  readonly path: (index: number) => string;
}

/**
 * The chats of all recipients, in their order.
 * @throws ApiError that names every one who has none
 */
export async function chatsOf(
  parts: AppParts,
  request: FastifyRequest,
  session: SessionRecord,
  { to, path }: Recipients,
): Promise<string[]> {
  const { isChecked, defaultCountry } = parts.numbers;
  const address = () => addressRecipients(parts.redis, session.id, to, { isChecked, defaultCountry });
  let addresses = await address();
  const [only] = addresses;
  if (
    isChecked &&
    to.length === 1 &&
    only?.chatId !== undefined &&
    only.isUnchecked &&
    only.phone !== undefined
  ) {
    if (await checkNumber(parts, request, session, only.phone)) addresses = await address();
  }
  const refused = addresses.flatMap((each, index) => refusal(each, path(index)));
  const [first] = refused;
  if (first !== undefined)
    throw new ApiError(
      first.code,
      undefined,
      refused.map(({ field }) => field),
    );
  return addresses.map(({ chatId }) => chatId ?? '');
}

function refusal(
  address: Address,
  path: string,
): { code: 'invalid_recipient' | 'country_code_needed' | 'unknown_recipient'; field: FieldError }[] {
  if (address.chatId !== undefined) return [];
  return [{ code: address.code, field: { path, message: address.detail } }];
}

/** Whether WhatsApp could be asked; a session that is not connected accepts the message unasked. */
async function checkNumber(
  parts: AppParts,
  request: FastifyRequest,
  session: SessionRecord,
  phone: string,
): Promise<boolean> {
  if (session.code !== 'ready') return false;
  const question: Question<'numbers.check'> = { command: 'numbers.check', input: { phones: [phone] } };
  try {
    return (await askSession(parts, request, question, CHECK_WAIT_MS)).isDone;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

export interface Draft {
  readonly id: string;
  readonly to: string;
  readonly chatId: string;
  readonly content: MessageContent;
  readonly metadata?: Record<string, string> | undefined;
  /** Our id of the failed message in whose place it goes; only of one that goes alone. */
  readonly resendOf?: string;
}

export interface Shipping {
  readonly priority: MessagePriority;
  /** Unix milliseconds, for later. */
  readonly sendAt?: number | undefined;
  readonly batchId?: string | undefined;
}

/**
 * Stores the messages and gives them their jobs; what the same request stored before is left as it is. Returns how many are new.
 * @throws ApiError when one cannot go in the place of another
 */
export async function acceptDrafts(
  { redis, lanes, messageRetentionDays, tracing }: AppParts,
  session: SessionRecord,
  drafts: readonly Draft[],
  shipping: Shipping,
): Promise<number> {
  const messages = drafts.map((draft) => ({ ...draft, ...shipping }));
  const options: AcceptOptions = {
    now: Date.now(),
    retentionDays: messageRetentionDays,
    sessionCreatedAt: session.createdAt,
    traceparent: tracing?.current(),
  };
  const [first] = messages;
  const stored =
    first?.resendOf === undefined
      ? await acceptMessages(redis, session.id, messages, options)
      : await resend(redis, session.id, { ...first, resendOf: first.resendOf }, options);
  if (shipping.sendAt !== undefined) return stored;
  for (let from = 0; from < drafts.length; from += JOBS_AT_ONCE) {
    const some = drafts.slice(from, from + JOBS_AT_ONCE);
    const records = await Promise.all(some.map(({ id }) => loadMessage(redis, session.id, id)));
    const waiting = records.filter((record): record is MessageRecord => record?.status === 'queued');
    await enqueueMessages(redis, lanes, session.id, waiting);
  }
  return stored;
}

/** With a thousand at once the last would wait for so long that it counts as an outage of Redis. */
const JOBS_AT_ONCE = 100;
