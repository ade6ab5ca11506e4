import { sessionOfQueue } from '../queue/queues.ts';
import { keys, QUEUE_PREFIX } from '../redis/keys.ts';

/** Whose data a key of Redis holds, by its name alone: ids have no colons, so the parts of a name are unambiguous. */

const PREFIX = keys.session('');
const NAMESPACE = PREFIX.slice(0, PREFIX.indexOf(':') + 1);

/** What `SCAN` asks for to see every key of the gateway. */
export const ALL_KEYS = `${NAMESPACE}*`;

/** Kinds whose third part is a session. */
const OF_SESSIONS: ReadonlySet<string> = new Set(
  [
    keys.session('-'),
    keys.message('-', ''),
    keys.messages('-'),
    keys.unsettled('-'),
    keys.unconfirmedBy('-'),
    keys.pacing('-'),
    keys.sentOnDay('-', ''),
    keys.mediaDue('-'),
    keys.scheduledOf('-'),
    keys.waitingBulk('-', ''),
    keys.batch('-', ''),
    keys.batches('-'),
    keys.command('-', ''),
    keys.commandsUnderWay('-'),
    keys.upload('-', ''),
    keys.receivedMedia('-', ''),
    keys.contacts('-'),
    keys.whatsappId('-', ''),
    keys.number('-', ''),
    keys.lidOfPhone('-'),
    keys.events('-'),
    keys.instanceKey('-'),
  ].map((name) => kindOfKey(name)),
);
const IDEMPOTENCY = kindOfKey(keys.idempotency('', ''));
const FAN_OUT = kindOfKey(keys.fanOut);
const WEBHOOK = kindOfKey(keys.webhook(''));

/** The part after the prefix, like `message`. */
export function kindOfKey(name: string): string {
  return name.slice(NAMESPACE.length).split(':', 1)[0] ?? '';
}

/** The session that a key belongs to; undefined for what belongs to none, or to several. */
export function sessionOfKey(name: string): string | undefined {
  if (name.startsWith(`${QUEUE_PREFIX}:`)) {
    return sessionOfQueue(name.slice(QUEUE_PREFIX.length + 1).split(':', 1)[0] ?? '');
  }
  const [, kind = '', third, fourth, fifth] = name.split(':');
  if (OF_SESSIONS.has(kind)) return third;
  // Its scope is a session, or ends with one: `tenant/session` with nothing for none, `tenant/token/session`.
  if (kind === IDEMPOTENCY) return third?.split('/').at(-1) || undefined;
  if (kind === FAN_OUT) return fourth === 'lock' ? third : undefined;
  if (kind === WEBHOOK && fourth === 'lane') return unlessNone(fifth);
  return undefined;
}

const unlessNone = (part: string | undefined) => (part === '-' ? undefined : part);
