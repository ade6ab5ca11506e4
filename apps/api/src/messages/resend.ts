import { ApiError } from '@wagw/shared/errors/problem';
import { type AcceptOptions, acceptReplacement, type Replacement } from '@wagw/shared/messages/message-store';
import type { Redis } from 'ioredis';

/**
 * Stores a message in the place of a failed one. Returns how many are new: none when the same request has stored it before.
 * @throws ApiError when nothing may go in its place; of one that was sent again already, it names the message that was
 */
export async function resend(
  redis: Redis,
  sessionId: string,
  message: Replacement,
  options: AcceptOptions,
): Promise<number> {
  const result = await acceptReplacement(redis, sessionId, message, options);
  switch (result.outcome) {
    case 'accepted':
      return result.isNew ? 1 : 0;
    case 'unknown':
      throw refused('message_not_found', 'is no message of this session');
    case 'not-failed':
      throw refused('message_not_failed', 'has not failed');
    case 'in-doubt':
      throw refused('message_may_have_arrived', 'may have arrived');
    case 'resent':
      throw refused('message_resent', `was sent again as ${result.as}`);
  }
}

type Refusal = 'message_not_found' | 'message_not_failed' | 'message_may_have_arrived' | 'message_resent';

const refused = (code: Refusal, message: string) =>
  new ApiError(code, undefined, [{ path: '/resendOf', message }]);
