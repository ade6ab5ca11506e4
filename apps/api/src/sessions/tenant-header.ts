import { ApiError } from '@wagw/shared/errors/problem';
import type { FastifyRequest } from 'fastify';

/**
 * Backends that know one session as one tenant say it twice, in the path and in `X-Tenant-ID`.
 * @throws ApiError when the two differ, for then one of them is a mistake
 */
export function tenantHeaderMustFit({ headers }: FastifyRequest, sessionId: string): void {
  const { 'x-tenant-id': tenant } = headers;
  if (tenant !== undefined && tenant !== sessionId) throw new ApiError('tenant_mismatch');
}
