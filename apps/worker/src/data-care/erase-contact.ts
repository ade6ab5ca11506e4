import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { blankLog } from '@wagw/shared/data-care/blank-log';
import type { Mentions } from '@wagw/shared/data-care/contact-names';
import { blankDelivery, removeDelivery } from '@wagw/shared/data-care/erase-delivery';
import { eraseMessage } from '@wagw/shared/data-care/erase-message';
import { eraseEvent } from '@wagw/shared/data-care/erased-event';
import { readElements, scanKeys } from '@wagw/shared/data-care/read-keys';
import { kindOfKey, sessionOfKey } from '@wagw/shared/data-care/whose-key';
import { parseAnyMessage } from '@wagw/shared/messages/message-record';
import { keys } from '@wagw/shared/redis/keys';
import { readDelivery } from '@wagw/shared/webhooks/delivery-store';
import { readEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';
import pLimit from 'p-limit';

/** Erasing what is stored of one contact in some sessions. */

export interface ContactErasure {
  readonly redis: Redis;
  readonly blobs: Pick<BlobStore, 'delete'>;
  readonly sessionIds: ReadonlySet<string>;
  readonly names: Mentions;
  readonly count: (kind: string, number: number) => void;
  /** Rejects when somebody else goes on with it. */
  readonly goOn: () => Promise<void>;
}

type Handler = (erasure: ContactErasure, key: string, sessionId: string) => Promise<void>;

/** What is done with each kind of key of a session. What is not named here cannot hold a contact, or runs out within minutes. */
const HANDLERS: Readonly<Record<string, Handler>> = Object.fromEntries(
  (
    [
      [keys.message('', ''), eraseMessageAt],
      [keys.messages(''), removeIfNamed],
      [keys.waitingBulk('', ''), removeIfNamed],
      [keys.pacing(''), removeIfNamed],
      [keys.number('', ''), removeIfHolding],
      [keys.receivedMedia('', ''), removeFile],
      [keys.upload('', ''), removeFile],
      [keys.mediaDue(''), removeMembers],
      [keys.command('', ''), removeCommand],
      [keys.contacts(''), removeMembers],
      [keys.lidOfPhone(''), removeMembers],
      [keys.idempotency('', ''), removeIfHolding],
      [keys.events(''), blankEvents],
    ] as const satisfies readonly (readonly [string, Handler])[]
  ).map(([key, handler]) => [kindOfKey(key), handler]),
);

/** How many keys are worked on at a time. */
const AT_ONCE = 64;

/** Goes through all keys once. Doing it again finds what has come meanwhile. */
export async function eraseContact(erasure: ContactErasure): Promise<void> {
  const slots = pLimit(AT_ONCE);
  for await (const names of scanKeys(erasure.redis)) {
    await erasure.goOn();
    await Promise.all(names.map((key) => slots(() => eraseFrom(erasure, key))));
  }
}

async function eraseFrom(erasure: ContactErasure, key: string): Promise<void> {
  const sessionId = sessionOfKey(key);
  if (sessionId !== undefined && erasure.sessionIds.has(sessionId)) {
    await HANDLERS[kindOfKey(key)]?.(erasure, key, sessionId);
  } else if (kindOfKey(key) === DELIVERY && !key.endsWith(':attempts')) {
    await eraseDelivery(erasure, key.slice(keys.delivery('').length));
  }
}

const DELIVERY = kindOfKey(keys.delivery(''));

async function eraseMessageAt({ redis, names, count }: ContactErasure, key: string): Promise<void> {
  const fields = await redis.hgetall(key);
  if (!Object.values(fields).some(names)) return;
  const message = parseAnyMessage(fields);
  if (message === undefined) await redis.unlink(key);
  else await eraseMessage(redis, message);
  count('messages', 1);
}

async function removeIfNamed({ redis, names, count }: ContactErasure, key: string): Promise<void> {
  if (names(key)) count('entries', await redis.unlink(key));
}

async function removeIfHolding({ redis, names, count }: ContactErasure, key: string): Promise<void> {
  if (names(key) || (await textsOf(redis, key)).some(names)) count('entries', await redis.unlink(key));
}

/** Files that were uploaded may be on their way to others, and go with their time; those that came in go at once. */
async function removeFile({ redis, blobs, names, count }: ContactErasure, key: string): Promise<void> {
  const fields = await redis.hgetall(key);
  if (!names(key) && !Object.values(fields).some(names)) return;
  if (kindOfKey(key) === kindOfKey(keys.receivedMedia('', '')) && fields.key !== undefined) {
    await blobs.delete(fields.key);
    await redis.zrem(keys.blobExpiry, fields.key);
    count('files', 1);
  }
  count('entries', await redis.unlink(key));
}

async function removeCommand(
  { redis, names, count }: ContactErasure,
  key: string,
  sessionId: string,
): Promise<void> {
  if (!(await textsOf(redis, key)).some(names)) return;
  await redis.srem(keys.commandsUnderWay(sessionId), key.slice(keys.command(sessionId, '').length));
  count('commands', await redis.unlink(key));
}

/** Of a hash the fields, of a set the members. */
async function removeMembers({ redis, names, count }: ContactErasure, key: string): Promise<void> {
  const type = await redis.type(key);
  if (type !== 'hash' && type !== 'zset') return;
  for await (const elements of readElements(redis, key)) {
    const meant = elements.filter(({ texts }) => texts.some(names)).map(({ name }) => name);
    if (meant.length === 0) continue;
    count('entries', await (type === 'hash' ? redis.hdel(key, ...meant) : redis.zrem(key, ...meant)));
  }
}

async function blankEvents(
  { redis, names, count }: ContactErasure,
  key: string,
  sessionId: string,
): Promise<void> {
  if (key !== keys.events(sessionId)) return;
  const blanked = await blankLog(redis, sessionId, names);
  if (blanked > 0) count('events', blanked);
}

/** What waits is told as it stands in the log from now on, where the format can tell that; otherwise it goes. */
async function eraseDelivery({ redis, sessionIds, names, count }: ContactErasure, id: string): Promise<void> {
  if (!sessionIds.has((await redis.hget(keys.delivery(id), 'sessionId')) ?? '')) return;
  const record = await readDelivery(redis, id);
  if (record === undefined) return;
  const attempts = keys.deliveryAttempts(id);
  if ((await textsOf(redis, attempts)).some(names)) await redis.unlink(attempts);
  const { body } = record;
  if (body === undefined || !names(body)) return;
  const endpoint = await readEndpoint(redis, record.endpointId);
  const isErased =
    endpoint?.format === 'native'
      ? await blankDelivery(redis, id, body, eraseEvent(body))
      : await removeDelivery(redis, id);
  if (isErased) count('deliveries', 1);
}

async function textsOf(redis: Redis, key: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const elements of readElements(redis, key))
    texts.push(...elements.flatMap((each) => each.texts));
  return texts;
}
