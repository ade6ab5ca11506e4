import { setTimeout as sleep } from 'node:timers/promises';
import { type LidMap, personIn } from '@wagw/shared/numbers/chat-names';
import { type LidAndPhone, learnLids, readLids } from '@wagw/shared/numbers/lid-store';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';
import type { ContactSummary, EngineActions } from '../engine/actions.ts';
import type { EngineMessage } from '../engine/engine.ts';

/** Learns which LID and which phone number are one person, so that events can name both. */
export interface Naming {
  /** What is known of everybody in a message; somebody new is asked for first. Takes `askMs` at most, and then does without. */
  of(message: EngineMessage): Promise<LidMap>;
  /** Takes down what a list of contacts tells. */
  learn(contacts: readonly Pick<ContactSummary, 'lid' | 'phone'>[]): Promise<void>;
}

export interface NamingParts {
  readonly redis: Redis;
  readonly sessionId: string;
  readonly logger: Logger;
  /** What the connection can do; undefined when there is none. */
  readonly actions: () => Pick<EngineActions, 'lidAndPhone'> | undefined;
  /** How long an event may wait for the name of somebody new, in milliseconds. */
  readonly askMs?: number;
}

const ASK_MS = 2_000;
/** Before somebody without an answer is asked for again. */
const ASK_AGAIN_MS = 300_000;
/** After a question that took too long nobody is asked for, or a page that hangs would hold every event back. */
const PAUSE_MS = 30_000;
const MAX_ASKED = 10_000;

export function createNaming({ redis, sessionId, logger, actions, askMs = ASK_MS }: NamingParts): Naming {
  const askedAt = new Map<string, number>();
  let pausedUntil = 0;

  return {
    async of(message) {
      const ids = [message.from, message.to, message.author ?? '', message.ref.chat];
      const told = pairIn(message);
      if (told !== undefined) await learnLids(redis, sessionId, [told]);
      const known = await readLids(redis, sessionId, ids);
      const nameless = lidsWithoutPhone(ids, known);
      if (nameless.length === 0) return known;
      await learnLids(redis, sessionId, await ask(nameless.filter(isDue)));
      return readLids(redis, sessionId, ids, true);
    },

    async learn(contacts) {
      const pairs = contacts.flatMap(({ lid, phone }) =>
        lid === undefined || phone === undefined ? [] : [{ lid, phone }],
      );
      await learnLids(redis, sessionId, pairs);
    },
  };

  function isDue(lid: string): boolean {
    const now = Date.now();
    return now >= pausedUntil && now - (askedAt.get(lid) ?? 0) >= ASK_AGAIN_MS;
  }

  async function ask(lids: readonly string[]): Promise<LidAndPhone[]> {
    const source = actions();
    if (lids.length === 0 || source === undefined) return [];
    if (askedAt.size + lids.length > MAX_ASKED) askedAt.clear();
    for (const lid of lids) askedAt.set(lid, Date.now());
    const timer = new AbortController();
    const answers = Promise.all(lids.map((lid) => askFor(lid, source)));
    const late = sleep(askMs, undefined, { signal: timer.signal }).catch(() => undefined);
    const pairs = await Promise.race([answers, late]);
    timer.abort();
    if (pairs === undefined) {
      pausedUntil = Date.now() + PAUSE_MS;
      logger.warn(
        { ms: askMs },
        'WhatsApp did not say in time who somebody is; events name the LID alone for now',
      );
      return [];
    }
    return pairs.flat();
  }

  async function askFor(lid: string, source: Pick<EngineActions, 'lidAndPhone'>): Promise<LidAndPhone[]> {
    try {
      const { phone } = await source.lidAndPhone(`${lid}@lid`);
      return phone === undefined ? [] : [{ lid, phone }];
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      logger.debug({ detail }, 'WhatsApp did not say who somebody is');
      return [];
    }
  }
}

/** Some builds name the other one by number and the chat by LID, or the other way round. */
export function pairIn({ fromMe, from, to, ref }: EngineMessage): LidAndPhone | undefined {
  const other = personIn(fromMe ? to : from);
  const chat = personIn(ref.chat);
  if (other === undefined || chat === undefined) return undefined;
  if ('lid' in other && 'phone' in chat) return { lid: other.lid, phone: chat.phone };
  if ('phone' in other && 'lid' in chat) return { lid: chat.lid, phone: other.phone };
  return undefined;
}

function lidsWithoutPhone(ids: readonly string[], { phoneOfLid }: LidMap): string[] {
  const lids = ids.flatMap((id) => {
    const person = personIn(id);
    return person !== undefined && 'lid' in person ? [person.lid] : [];
  });
  return [...new Set(lids)].filter((lid) => !phoneOfLid.has(lid));
}
