import { allows } from '@wagw/shared/access/scopes';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { viewEndpoint } from '@wagw/shared/webhooks/view-endpoint';
import type { WebhookView } from '@wagw/shared/webhooks/webhook-schema';
import type { Redis } from 'ioredis';
import type { Caller } from '../access/caller.ts';

const HIDDEN = '(hidden)';

/** The endpoint as this caller may see it: headers often hold the key of the receiver, which is for those who manage endpoints. */
export async function showEndpoint(
  redis: Redis,
  { scopes }: Caller,
  endpoint: Endpoint,
): Promise<WebhookView> {
  const view = await viewEndpoint(redis, endpoint);
  if (allows(scopes, 'manage')) return view;
  return { ...view, headers: hiddenValues(view.headers) };
}

/** The names alone. */
export const hiddenValues = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN]));
