import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptedSend, SeenIncoming } from './history.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface TrafficOptions {
  readonly random: Random;
  /** Sends a second, of all sessions together. */
  readonly sendsPerSecond: number;
  readonly incomingPerSecond: number;
}

/** Some chats, so that one may wait while others go on. */
const OTHERS = ['+5511987654321', '+5511987654322', '+5511987654323'];

/** What a customer's backend does, and what his customers write. */
export interface Traffic {
  readonly accepted: readonly AcceptedSend[];
  readonly incoming: readonly SeenIncoming[];
  /** Makes the next text to a session end like this. */
  append(session: string, words: string): void;
  /** Resolves when the last request has been answered. */
  stop(): Promise<void>;
}

/** Sends on every session, one request after the other, so that the order of acceptance is the order of the texts. */
export function startTraffic(
  world: World,
  { random, sendsPerSecond, incomingPerSecond }: TrafficOptions,
): Traffic {
  const accepted: AcceptedSend[] = [];
  const incoming: SeenIncoming[] = [];
  const words = new Map<string, string>();
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const pause = (perSecond: number) =>
    sleep((world.sessions.length / perSecond) * 1_000 * random.between(0, 2), undefined, {
      signal: stopping.signal,
    }).catch(() => undefined);

  async function send(session: string): Promise<void> {
    for (let number = 1; ; number += 1) {
      await pause(sendsPerSecond);
      if (stopping.signal.aborted) return;
      const text = [`out ${session} ${number}`, ...(words.has(session) ? [words.get(session)] : [])].join(
        ' ',
      );
      words.delete(session);
      const to = world.files === undefined ? world.customer : (random.pick(OTHERS) ?? world.customer);
      await world.client.send(session, { to, ...contentOf(text) }, randomUUID());
      accepted.push({ session, chat: to, text });
    }
  }

  function contentOf(text: string): Readonly<Record<string, unknown>> {
    const { files } = world;
    if (files === undefined || random.next() >= files.share) return { text };
    return { type: 'document', caption: text, media: { url: files.url } };
  }

  async function receive(session: string): Promise<void> {
    for (let number = 1; ; number += 1) {
      await pause(incomingPerSecond);
      if (stopping.signal.aborted) return;
      incoming.push({ session, id: await world.incoming(session, `in ${session} ${number}`) });
    }
  }

  const running = world.sessions.flatMap((session) => [send(session), receive(session)]);
  const all = Promise.all(running);
  all.catch(() => undefined);
  return {
    accepted,
    incoming,
    append: (session, appended) => void words.set(session, appended),
    async stop() {
      stopping.abort();
      await all;
    },
  };
}
