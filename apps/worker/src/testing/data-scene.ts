import { Readable } from 'node:stream';
import { until } from '@wagw/local-machine/until';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { readElements, scanKeys } from '@wagw/shared/data-care/read-keys';
import { parseEnvelope, readEvents, readLogBounds } from '@wagw/shared/events/event-log';
import { noteReceivedMedia } from '@wagw/shared/media/received-media';
import { newMessageId } from '@wagw/shared/messages/message-id';
import { acceptMessages, loadMessage } from '@wagw/shared/messages/message-store';
import { learnLids } from '@wagw/shared/numbers/lid-store';
import { noteRegistration } from '@wagw/shared/numbers/registrations';
import { createLanes } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { createSession, readSession } from '@wagw/shared/sessions/session-store';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { handOut } from '@wagw/shared/webhooks/hand-out';
import { toDelivery } from '@wagw/shared/webhooks/to-delivery';
import type { Redis } from 'ioredis';
import { engineMessage, refOf, SHOP_CHAT } from './engine-messages.ts';
import type { HostScene } from './host-scene.ts';

/** Traffic of every kind in the sessions of a host scene, so that there is much to be erased and to run out. */

export const ANA = { name: 'ana', phone: '5511987654321', lid: '98765432101234', chat: '5511987654321@c.us' };
export const BIA = { name: 'bia', phone: '5511900001111', lid: '11122233344455', chat: '5511900001111@c.us' };
type Person = typeof ANA;

const PATIENCE_MS = 20_000;
const DAY_MS = 86_400_000;

export async function startSession(
  redis: Redis,
  host: HostScene,
  id: string,
  tenantId: string,
): Promise<void> {
  await createSession(redis, { id, tenantId, start: true, metadata: {} }, Date.now());
  await until(`${id} to be ready`, PATIENCE_MS, async () => {
    const record = await readSession(redis, id);
    return record?.owner === host.id && record.code === 'ready';
  });
}

/** Accepts a text as the API does, and gives it its job. */
export async function sendText(
  redis: Redis,
  sessionId: string,
  to: string,
  text: string,
  sendAt?: number,
): Promise<string> {
  const id = newMessageId();
  const session = await readSession(redis, sessionId);
  await acceptMessages(
    redis,
    sessionId,
    [{ id, to, chatId: to, content: { type: 'text', text, linkPreview: true }, sendAt, priority: 'bulk' }],
    { now: Date.now(), retentionDays: 1, sessionCreatedAt: session?.createdAt ?? 0 },
  );
  if (sendAt === undefined) {
    await createLanes(redis).add(sessionId, [{ messageId: id, priority: 'interactive' }]);
  }
  return id;
}

/** One person writes and is written to; everything that the gateway notes of somebody is noted. */
export async function talkTo(
  redis: Redis,
  host: HostScene,
  blobs: BlobStore,
  sessionId: string,
  person: Person,
): Promise<void> {
  const engine = host.engineOf(sessionId);
  const seen = `3EB0${person.phone}`;
  await learnLids(redis, sessionId, [person]);
  await noteRegistration(redis, sessionId, person.phone, person.chat, {
    registeredMs: DAY_MS,
    unregisteredMs: DAY_MS,
  });
  const sent = await sendText(redis, sessionId, person.chat, `for ${person.phone}`);
  await until('the send', PATIENCE_MS, async () => {
    const record = await loadMessage(redis, sessionId, sent);
    return record?.whatsappRef !== undefined;
  });
  await sendText(redis, sessionId, person.chat, 'later', Date.now() + DAY_MS);
  const ref = refOf(seen, false, person.chat);
  const timestamp = Math.floor(Date.now() / 1000);
  engine.report({
    type: 'message',
    message: engineMessage(seen, { ref, from: person.chat, to: SHOP_CHAT, body: 'Oi', timestamp }),
  });
  engine.report({
    type: 'reaction',
    id: `${seen}R`,
    ref,
    emoji: '👍',
    sender: person.chat,
    fromMe: false,
    timestamp,
  });
  const file = `${sessionId}/received-${person.name}`;
  await blobs.put(file, Readable.from([Buffer.from('a photo')]));
  await noteReceivedMedia(
    redis,
    sessionId,
    ref.serialized,
    { state: 'ready', key: file },
    Date.now() + DAY_MS,
  );
  const contact = { id: person.chat, name: person.name };
  await redis.hset(keys.contacts(sessionId), person.chat, JSON.stringify(contact));
  await redis.zadd(keys.contactIds(sessionId), 0, person.chat);
  await until('the events', PATIENCE_MS, async () => {
    const events = await readEvents(redis, sessionId, 0, 1_000);
    return events.some(({ json }) => json.includes('message_reaction') && json.includes(person.phone));
  });
}

/** An endpoint of everything, to which all events of these sessions wait to be delivered. */
export async function waitForDelivery(
  redis: Redis,
  id: string,
  format: 'native' | 'tenant',
  sessionIds: readonly string[],
): Promise<void> {
  const endpoint = await createEndpoint(
    redis,
    id,
    { url: 'https://shop.example/hooks', format, ordered: format === 'tenant' },
    Date.now(),
  );
  if (endpoint === undefined) throw new Error('there is such an endpoint');
  for (const sessionId of sessionIds) {
    const from = Number((await redis.hget(keys.eventsHead(sessionId), 'fannedOut')) ?? 0);
    const logged = await readEvents(redis, sessionId, 0, 1_000);
    const deliveries = logged.flatMap(
      ({ json }) => toDelivery(endpoint, { envelope: parseEnvelope(json), json }) ?? [],
    );
    const { last } = await readLogBounds(redis, sessionId);
    await handOut(redis, sessionId, { from, to: last, deliveries });
  }
}

/** Every key that has a text in its name or anywhere in what it holds; with a second one, those that have both. */
export async function keysHolding(redis: Redis, text: string, within = ''): Promise<string[]> {
  const found = new Set<string>();
  for await (const names of scanKeys(redis)) {
    for (const name of names) {
      const texts = [name];
      for await (const elements of readElements(redis, name)) {
        texts.push(...elements.flatMap((element) => element.texts));
      }
      if ([text, within].every((wanted) => texts.some((each) => each.includes(wanted)))) found.add(name);
    }
  }
  return [...found].sort();
}
