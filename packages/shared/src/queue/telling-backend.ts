import type { QueueBaseOptions } from 'bullmq';
import { QueueKeys, type RedisConnection, RedisQueueBackend } from 'bullmq';
import type { Redis } from 'ioredis';
import { keys, QUEUE_PREFIX } from '../redis/keys.ts';
import { bullmqScript } from './bullmq-scripts.ts';

/**
 * How the owner of a session hears of a new job: whoever adds one tells it in the same script. BullMQ's own way, a marker
 * for each queue, would have a worker wait on as many keys as it has queues, which costs Redis time with each wait.
 */

type RunScript = RedisQueueBackend['execCommand'];

/** BullMQ's scripts that add what can be worked on at once, with the numbers of their keys. */
const ADDING = { addStandardJob: 9, addPrioritizedJob: 9 } as const;

const isAdding = (name: string): name is keyof typeof ADDING => Object.hasOwn(ADDING, name);

const tellingName = (name: string): string => `telling:${name}`;

/** Further key and argument: the session's hash; the name of the queue. Without an owner nobody needs to be told. */
const telling = (name: keyof typeof ADDING): string => `
  local function bullmq()
    ${bullmqScript(name, ADDING[name])}
  end
  local reply = bullmq()
  local owner = redis.call('HGET', KEYS[#KEYS], 'owner') or ''
  if owner ~= '' then redis.call('ZADD', '${keys.worker('')}' .. owner .. ':lanes', 0, ARGV[#ARGV]) end
  return reply
`;

/** Makes the scripts known to a connection; pipelines that are made later know them too. Idempotent. */
export function teachTelling(redis: Redis): void {
  for (const name of Object.keys(ADDING).filter(isAdding)) {
    if (Object.hasOwn(redis, tellingName(name))) continue;
    redis.defineCommand(tellingName(name), { numberOfKeys: ADDING[name] + 1, lua: telling(name) });
  }
}

export interface TellingBackendParts {
  /** Of a client that was taught. */
  readonly connection: RedisConnection;
  /** Closing the queue closes it too. */
  readonly ownsConnection: boolean;
  readonly name: string;
  readonly opts: QueueBaseOptions;
  /** Whose queue it is; undefined for one that is no session's, which tells nobody. */
  readonly sessionId: string | undefined;
}

/** BullMQ's backend for Redis, that tells a session's owner of what is added to one of the session's queues. */
export class TellingBackend extends RedisQueueBackend {
  readonly #sessionId: string | undefined;

  constructor({ connection, ownsConnection, name, opts, sessionId }: TellingBackendParts) {
    const names = new QueueKeys(QUEUE_PREFIX);
    super(
      connection,
      name,
      names.getKeys(name),
      (type) => names.toKey(name, type),
      opts,
      undefined,
      ownsConnection,
    );
    this.#sessionId = sessionId;
  }

  override execCommand(
    client: Parameters<RunScript>[0],
    name: string,
    args: Parameters<RunScript>[2],
  ): ReturnType<RunScript> {
    if (this.#sessionId === undefined || !isAdding(name)) return super.execCommand(client, name, args);
    const [names, rest] = [args.slice(0, ADDING[name]), args.slice(ADDING[name])];
    return client.runCommand(tellingName(name), [
      ...names,
      keys.session(this.#sessionId),
      ...rest,
      this.name,
    ]);
  }
}
