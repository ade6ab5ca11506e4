import { ApiError } from '@wagw/shared/errors/problem';
import type { Caller } from './caller.ts';

/**
 * The tenant that a request is about: the one of the caller, else the one that was asked for, if any.
 * @throws ApiError when another's was asked for, whether there is such a tenant or not
 */
export function tenantFor({ tenantId }: Caller, asked: string | undefined): string | undefined {
  if (tenantId !== null && asked !== undefined && asked !== tenantId) {
    throw new ApiError('forbidden', `This key is for the tenant ${tenantId} alone.`);
  }
  return tenantId ?? asked;
}
