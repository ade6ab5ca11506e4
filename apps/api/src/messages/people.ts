import { ApiError } from '@wagw/shared/errors/problem';
import { addressRecipients } from '@wagw/shared/numbers/address-recipients';
import type { Redis } from 'ioredis';
import type { AppParts } from '../app.ts';

/**
 * WhatsApp's ids of people, chats or groups that are written in any form, in their order.
 * @param path where the request has them, for the errors
 * @throws ApiError that names each that is none
 */
export async function peopleOf(
  redis: Redis,
  sessionId: string,
  texts: readonly string[],
  path: string,
  { defaultCountry }: AppParts['numbers'],
): Promise<string[]> {
  const addresses = await addressRecipients(redis, sessionId, texts, { isChecked: false, defaultCountry });
  const errors = addresses.flatMap((address, index) =>
    address.chatId === undefined ? [{ path: `${path}/${index}`, message: address.detail }] : [],
  );
  if (errors.length > 0) throw new ApiError('invalid_recipient', undefined, errors);
  return addresses.map(({ chatId }) => chatId ?? '');
}

/** The same for one, in a path or query. */
export async function personOf(
  redis: Redis,
  sessionId: string,
  text: string,
  field: string,
  numbers: AppParts['numbers'],
): Promise<string> {
  const { defaultCountry } = numbers;
  const [address] = await addressRecipients(redis, sessionId, [text], { isChecked: false, defaultCountry });
  if (address?.chatId !== undefined) return address.chatId;
  throw new ApiError('invalid_recipient', undefined, [
    { path: `/params/${field}`, message: address?.detail ?? 'is nobody' },
  ]);
}
