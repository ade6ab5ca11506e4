import { ApiError } from '@wagw/shared/errors/problem';
import { type AddressGuard, BlockedAddressError } from '@wagw/shared/outbound/address-guard';

/** What keeps customers' URLs out of the operator's network. Each attempt is checked again when it is made. */
export type UrlCheck = Pick<AddressGuard, 'check'>;

/**
 * @param path JSON pointer to the field
 * @throws ApiError when nothing would be posted there
 */
export function mustBeAllowed(guard: UrlCheck, url: string, path = '/url'): void {
  try {
    guard.check(new URL(url));
  } catch (error) {
    if (!(error instanceof BlockedAddressError)) throw error;
    throw new ApiError('webhook_blocked_address', undefined, [{ path, message: error.message }]);
  }
}
