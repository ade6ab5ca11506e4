import { setTimeout as sleep } from 'node:timers/promises';
import { deleteKey, listKeyIds, readKey } from '@wagw/shared/access/key-store';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { purgeSessions } from '@wagw/shared/data-care/purge-sessions';
import { scanKeys } from '@wagw/shared/data-care/read-keys';
import { everyId, everyPage } from '@wagw/shared/redis/every-id';
import { keys } from '@wagw/shared/redis/keys';
import { wishSession } from '@wagw/shared/sessions/session-store';
import { listEndpointIds, readEndpoints } from '@wagw/shared/webhooks/endpoint-store';
import { removeEndpoint } from '@wagw/shared/webhooks/remove-endpoint';
import type { Redis } from 'ioredis';

/** Erasing everything that is stored of a tenant. */

export interface TenantErasure {
  readonly redis: Redis;
  readonly tenantId: string;
  readonly sessionIds: ReadonlySet<string>;
  readonly stores: readonly Pick<BlobStore, 'list' | 'delete'>[];
  /** For how long the owners of sessions may take to log them out and to forget them, in milliseconds. */
  readonly patienceMs: number;
  readonly step: (step: string) => Promise<void>;
  readonly count: (kind: string, number: number) => void;
  readonly note: (sentence: string) => Promise<void>;
  /** Rejects when somebody else goes on with it. */
  readonly goOn: () => Promise<void>;
}

const LOOK_MS = 250;

export async function eraseTenant(erasure: TenantErasure): Promise<void> {
  const { redis, sessionIds, stores, count, step } = erasure;
  await step('endpoints');
  await removeEndpoints(erasure);
  await step('sessions');
  await removeSessions(erasure);
  await step('what is stored of the sessions');
  await purgeSessions(redis, { sessionIds, withDeliveries: true, stores, count });
  await erasure.goOn();
  await step('keys and answers');
  await removeApiKeys(erasure);
  await removeAnswers(erasure);
}

/** First, so that nothing is delivered of what follows. */
async function removeEndpoints({ redis, tenantId, sessionIds, count, goOn }: TenantErasure): Promise<void> {
  for await (const ids of everyPage(redis, listEndpointIds)) {
    await goOn();
    for (const endpoint of await readEndpoints(redis, ids)) {
      const isTenants = endpoint.tenantId === tenantId || sessionIds.has(endpoint.sessionId ?? '');
      if (isTenants && (await removeEndpoint(redis, endpoint.id))) count('webhooks', 1);
    }
  }
}

/** Their owners log them out at WhatsApp and wipe their profiles, as for any session that is deleted. */
async function removeSessions(erasure: TenantErasure): Promise<void> {
  const { redis, sessionIds, patienceMs, count, note, goOn } = erasure;
  const waiting = new Set<string>();
  for (const id of sessionIds) {
    if ((await redis.exists(keys.session(id))) === 0) continue;
    await wishSession(redis, id, { desired: 'stopped', request: 'delete' });
    waiting.add(id);
  }
  const deadline = performance.now() + patienceMs;
  while (waiting.size > 0 && performance.now() < deadline) {
    await goOn();
    for (const id of waiting) {
      if ((await redis.exists(keys.session(id))) === 1) continue;
      waiting.delete(id);
      count('sessions', 1);
    }
    if (waiting.size > 0) await sleep(LOOK_MS);
  }
  for (const id of waiting) {
    // What is left of it goes with the rest. Its owner, if there is one, gives it up.
    await note(
      `No worker has logged the session ${id} out in time: end it on the phone, and remove its folder from SESSIONS_PATH.`,
    );
    count('sessions', 1);
  }
}

async function removeApiKeys({ redis, tenantId, count }: TenantErasure): Promise<void> {
  for await (const id of everyId(redis, listKeyIds)) {
    const isTenants = (await readKey(redis, id))?.tenantId === tenantId;
    if (isTenants && (await deleteKey(redis, id))) count('keys of the tenant', 1);
  }
}

/** Answers that are kept for repetitions: those of the tenant's own keys, and those of other keys that are about it. */
async function removeAnswers({ redis, tenantId, sessionIds, count }: TenantErasure): Promise<void> {
  await redis.del(keys.tenantSessions(tenantId));
  for await (const names of scanKeys(redis, keys.idempotency('*', '*'))) {
    for (const name of names) {
      const isOwn = name.startsWith(keys.idempotency(`${tenantId}/`, '').replace(/:$/, ''));
      const answer = isOwn ? '' : ((await redis.hget(name, 'answer')) ?? '');
      const isMeant = isOwn || idsIn(answer).some((id) => id === tenantId || sessionIds.has(id));
      if (isMeant) count('entries', await redis.unlink(name));
    }
  }
}

const idsIn = (json: string): string[] =>
  [...json.matchAll(/\\?"(?:sessionId|tenantId|id)\\?":\\?"([\w-]{1,64})\\?"/g)].map(([, id]) => id ?? '');
