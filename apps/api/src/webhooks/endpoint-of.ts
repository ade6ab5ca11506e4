import { ApiError } from '@wagw/shared/errors/problem';
import {
  type Endpoint,
  listEndpointIds,
  readEndpoint,
  readEndpoints,
} from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';
import type { Caller } from '../access/caller.ts';
import { matchingPage, type Page } from '../matching-page.ts';

/** @throws ApiError when there is none that the caller sees */
export async function endpointOf(redis: Redis, caller: Caller, id: string): Promise<Endpoint> {
  const endpoint = await seenEndpoint(redis, caller, id);
  if (endpoint === undefined) throw new ApiError('webhook_not_found');
  return endpoint;
}

/** Another tenant's endpoint, and one for all tenants, is as if it did not exist. */
export async function seenEndpoint(
  redis: Redis,
  { tenantId }: Caller,
  id: string,
): Promise<Endpoint | undefined> {
  const endpoint = await readEndpoint(redis, id);
  return tenantId === null || endpoint?.tenantId === tenantId ? endpoint : undefined;
}

/** The next part of those that match, in the order of their ids. */
export const endpointPage = (
  redis: Redis,
  matches: (endpoint: Endpoint) => boolean,
  part: { readonly after?: string | undefined; readonly limit: number },
): Promise<Page<Endpoint>> =>
  matchingPage(
    (after, count) => listEndpointIds(redis, after, count),
    (ids) => readEndpoints(redis, ids),
    matches,
    part,
  );
