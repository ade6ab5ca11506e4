import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Redis } from 'ioredis';

/** Told of each member that was popped of a watched sorted set, the lowest score first. */
export type OnMember = (member: string, score: number) => void;

/** Ends a watch. What is popped too late is put back. */
export type Unwatch = () => void;

/**
 * One connection on which everything of this process waits, with one BZPOPMIN over any number of sorted sets. A member can
 * be lost together with the connection that popped it, so it should only say "look", and whoever watches should look after a
 * reconnect as well.
 */
export interface SharedWait {
  /**
   * Pops what is in the sorted set, now and later, and hands it over. Works at once, also while Redis is away.
   * @param atOnce how many are popped in one go: few of what other processes pop too
   * @throws Error when this process watches the key already
   */
  watch(key: string, onMember: OnMember, atOnce?: number): Unwatch;
  /** Calls back after each reconnect, until the function that is returned is called. */
  onReconnect(callback: () => void): () => void;
  /** Ends the connection; nothing is popped any more. Idempotent. */
  close(): Promise<void>;
}

/** Redis answers after this long when there was nothing. */
const BLOCK_SECONDS = 10;
/** No answer after this long: the connection is dead though nobody said so. */
const OVERDUE_MS = BLOCK_SECONDS * 1_000 + 5_000;
/** So that a full set neither starves the others nor leaves nothing for other processes. */
const POP_AT_ONCE = 16;
/** The longest rest between two rounds. Each costs Redis time in proportion to the keys; meanwhile more gets ready. */
const LONGEST_REST_MS = 10;
const KEYS_A_REST_MS = 500;
const CLOSE_MS = 1_000;

/** One pop for each BZPOPMIN collapses when many are ready; most keys do not exist, which is cheap to ask of many at once. */
const popReady = defineScript(`
  local found, chunk = {}, 32
  for first = 1, #KEYS, chunk do
    local last = math.min(first + chunk - 1, #KEYS)
    if redis.call('EXISTS', unpack(KEYS, first, last)) > 0 then
      for i = first, last do
        local popped = redis.call('ZPOPMIN', KEYS[i], ARGV[i])
        for j = 1, #popped, 2 do found[#found + 1] = {i - 1, popped[j], popped[j + 1]} end
      end
    end
  end
  return found
`);

/** It need not outlive its process: whoever waits pops it at once. */
const poke = defineScript(`
  redis.call('ZADD', KEYS[1], 0, 'look')
  return redis.call('PEXPIRE', KEYS[1], 60000)
`);

/** @param redis the connection for commands; the one that blocks is made like it */
export function createSharedWait(redis: Redis, logger: Logger): SharedWait {
  // A BZPOPMIN that was cut off is not sent again by itself, with keys of long ago: the loop makes a new one.
  const blocking = redis.duplicate({ autoResendUnfulfilledCommands: false, maxRetriesPerRequest: null });
  const control = keys.waitControl(randomUUID());
  const watched = new Map<string, { readonly onMember: OnMember; readonly atOnce: number }>();
  const reconnects = new Set<() => void>();
  /** What the present BZPOPMIN waits on; made anew when `watched` has changed. */
  let armed: readonly string[] = [control];
  let armedKeys: ReadonlySet<string> = new Set(armed);
  let isChanged = false;
  let isPoked = false;
  let isClosing = false;
  let connections = 0;

  blocking.on('error', (error) => logger.debug({ err: error }, 'waiting connection'));
  blocking.on('ready', () => {
    connections += 1;
    if (connections > 1) for (const callback of [...reconnects]) guarded(callback);
  });

  function arm(): void {
    isPoked = false;
    if (!isChanged) return;
    isChanged = false;
    armed = [control, ...watched.keys()];
    armedKeys = new Set(armed);
  }

  /** Makes the present BZPOPMIN return, so that the next one waits on what is watched by then. */
  function interrupt(): void {
    if (isPoked) return;
    isPoked = true;
    poke.run(redis, [control], []).catch((error: unknown) => {
      isPoked = false;
      logger.warn({ err: error }, 'could not interrupt the wait; it goes on by itself within seconds');
    });
  }

  function deliver(key: string, member: string, score: number): void {
    const onMember = watched.get(key)?.onMember;
    if (onMember !== undefined) guarded(() => onMember(member, score));
    else if (key !== control) putBack(key, member, score);
  }

  function putBack(key: string, member: string, score: number): void {
    redis.zadd(key, 'LT', score, member).catch((error: unknown) => {
      logger.warn({ err: error, key }, 'could not put back what nobody waits for');
    });
  }

  function guarded(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      logger.error({ err: error }, 'a watcher broke');
    }
  }

  /** The reply to a command that pops, or undefined when the connection broke before it came. */
  async function whileConnected<T>(command: () => Promise<T>): Promise<T | undefined> {
    const watchdog = setInterval(() => {
      if (blocking.status === 'ready') blocking.disconnect(true);
    }, OVERDUE_MS);
    let lost = () => {};
    const closed = new Promise<undefined>((resolve) => {
      lost = () => resolve(undefined);
      blocking.once('close', lost);
    });
    try {
      return await Promise.race([command(), closed]);
    } finally {
      clearInterval(watchdog);
      blocking.off('close', lost);
    }
  }

  async function untilConnected(): Promise<void> {
    if (blocking.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const done = () => {
        blocking.off('ready', done);
        blocking.off('end', done);
        resolve();
      };
      blocking.on('ready', done);
      blocking.on('end', done);
    });
  }

  async function round(): Promise<void> {
    arm();
    const first = await whileConnected(() => blocking.bzpopmin([...armed], BLOCK_SECONDS));
    if (first === undefined || first === null) return;
    deliver(first[0], first[1], Number(first[2]));
    if (isClosing) return;
    const restMs = Math.min(Math.floor(armed.length / KEYS_A_REST_MS), LONGEST_REST_MS);
    if (restMs > 0) await sleep(restMs);
    arm();
    const atOnce = armed.map((key) => watched.get(key)?.atOnce ?? POP_AT_ONCE);
    const ready = await whileConnected(() => popReady.run(blocking, armed, atOnce));
    for (const entry of Array.isArray(ready) ? ready : []) {
      const [index, member, score] = entry as [number, string, string];
      deliver(armed[index] ?? control, member, Number(score));
    }
  }

  async function run(): Promise<void> {
    while (!isClosing) {
      await untilConnected();
      if (isClosing || blocking.status === 'end') return;
      try {
        await round();
      } catch (error) {
        logger.warn({ err: error }, 'waiting failed; trying again');
        await sleep(CLOSE_MS);
      }
    }
  }

  const running = run();
  let closed: Promise<void> | undefined;

  async function end(): Promise<void> {
    isClosing = true;
    // In order, if Redis answers: what it pops while the connection is cut would be lost.
    if (blocking.status === 'ready') {
      interrupt();
      await Promise.race([running, sleep(CLOSE_MS, undefined, { ref: false })]);
    }
    blocking.disconnect();
    await running;
  }

  return {
    watch(key, onMember, atOnce = POP_AT_ONCE) {
      if (watched.has(key)) throw new Error(`${key} is watched already`);
      const watching = { onMember, atOnce };
      watched.set(key, watching);
      isChanged = true;
      if (!armedKeys.has(key)) interrupt();
      return () => {
        if (watched.get(key) !== watching) return;
        watched.delete(key);
        isChanged = true;
      };
    },
    onReconnect(callback) {
      reconnects.add(callback);
      return () => void reconnects.delete(callback);
    },
    close() {
      closed ??= end();
      return closed;
    },
  };
}
