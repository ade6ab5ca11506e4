import { derivedId } from '@wagw/shared/messages/message-id';
import type { SessionEndpoint } from '@wagw/shared/sessions/session-schema';
import { changeEndpoint, createEndpoint, readEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { rotateSecret } from '@wagw/shared/webhooks/rotate-secret';
import { KEEP_OLD_SECONDS, type SessionWebhook } from '@wagw/shared/webhooks/webhook-schema';
import type { Redis } from 'ioredis';
import { mustBeAllowed, type UrlCheck } from './check-url.ts';

/** The endpoints that a session is made with. They follow from session and url, so that a repetition makes nothing new. */

/** @throws ApiError when nothing would be posted to one of them */
export function mustAllBeAllowed(guard: UrlCheck, wanted: readonly SessionWebhook[] = []): void {
  for (const [at, { url }] of wanted.entries()) mustBeAllowed(guard, url, `/webhooks/${at}/url`);
}

/**
 * Makes those that are not there yet, and changes the others to what is said. They belong to the tenant too: another's session that has
 * the same id later is none of their business.
 * @param isRepeat nobody has seen the secrets of those that are there
 * @returns each with its secret, if it was not shown before; undefined when none were named
 */
export async function keepSessionEndpoints(
  redis: Redis,
  session: { readonly id: string; readonly tenantId: string },
  wanted: readonly SessionWebhook[] | undefined,
  isRepeat: boolean,
): Promise<SessionEndpoint[] | undefined> {
  if (wanted === undefined) return undefined;
  const now = Date.now();
  return Promise.all(
    wanted.map(async (wish) => {
      const { url, secret, ...settings } = wish;
      const id = derivedId('whk', `${session.tenantId}/${session.id}/${url}`);
      const scope = { sessionId: session.id, tenantId: session.tenantId };
      const made = await createEndpoint(redis, id, { ...wish, ...scope }, now);
      if (made !== undefined) return { id, url, secret: made.secrets[0]?.secret ?? null };
      await changeEndpoint(redis, id, settings, now);
      if (secret !== undefined) await rotateSecret(redis, id, secret, KEEP_OLD_SECONDS * 1_000, now);
      const known = isRepeat ? await readEndpoint(redis, id) : undefined;
      return { id, url, secret: known?.secrets[0]?.secret ?? null };
    }),
  );
}
