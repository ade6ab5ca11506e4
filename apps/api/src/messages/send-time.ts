import { ApiError } from '@wagw/shared/errors/problem';
import type { SendMessage } from '@wagw/shared/messages/message-schema';

const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 86_400_000;

/**
 * When to send, in unix milliseconds; undefined for at once. A time that has just passed is now: clocks differ.
 * @throws ApiError when it is too far away
 */
export function sendTime(sendAt: SendMessage['sendAt'], now: number): number | undefined {
  if (sendAt === undefined) return undefined;
  const time = typeof sendAt === 'number' ? sendAt * 1_000 : Date.parse(sendAt);
  if (time < now - MINUTE_MS) throw wrong('lies in the past; leave it out to send at once');
  if (time > now + YEAR_MS) throw wrong('lies more than a year ahead; numbers are unix seconds');
  return time <= now ? undefined : time;
}

const wrong = (message: string) => new ApiError('invalid_request', undefined, [{ path: '/sendAt', message }]);
