import type { MessageContent } from '@wagw/shared/messages/content';
import { derivedId } from '@wagw/shared/messages/message-id';
import type { SendMessage } from '@wagw/shared/messages/message-schema';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { FastifyRequest } from 'fastify';
import type { AppParts } from '../app.ts';
import { acceptDrafts, chatsOf } from './accept.ts';
import { ownIdOf } from './message-refs.ts';
import { contentOf, mustFit } from './read-content.ts';
import { sendTime } from './send-time.ts';

/** Whom a message goes to, and how. */
type Wish = Pick<SendMessage, 'to' | 'priority' | 'metadata' | 'sendAt' | 'resendOf'>;

/**
 * Accepts a message for sending: finds its chat, its file and everybody named in it, then stores and enqueues it.
 * @returns its id, which follows from the request
 * @throws ApiError that names the fields that cannot be used
 */
export async function acceptMessage(
  parts: AppParts,
  request: FastifyRequest,
  session: SessionRecord,
  body: SendMessage,
): Promise<string> {
  mustFit(body);
  return acceptContent(parts, request, session, body, (neededAt) =>
    contentOf(parts, session, body, neededAt),
  );
}

/**
 * As `acceptMessage`, of what is made already.
 * @param makeContent gets the time at which it is needed, in unix milliseconds
 */
export async function acceptContent(
  parts: AppParts,
  request: FastifyRequest,
  session: SessionRecord,
  { to, metadata, priority = 'interactive', ...wish }: Wish,
  makeContent: (neededAt: number) => Promise<MessageContent>,
): Promise<string> {
  const [chatId = ''] = await chatsOf(parts, request, session, { to: [to], path: () => '/to' });
  const sendAt = sendTime(wish.sendAt, Date.now());
  const content = await makeContent(sendAt ?? Date.now());
  const id = derivedId('msg', request.seed);
  const failed =
    wish.resendOf === undefined ? undefined : await ownIdOf(parts.redis, session.id, wish.resendOf);
  const draft = { id, to, chatId, content, metadata, ...(failed === undefined ? {} : { resendOf: failed }) };
  request.server.acceptedMessages.inc(await acceptDrafts(parts, session, [draft], { priority, sendAt }));
  return id;
}
