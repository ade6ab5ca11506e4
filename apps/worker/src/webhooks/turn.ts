import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@wagw/shared/observability/logger';
import { type Due, readDue } from '@wagw/shared/webhooks/due-deliveries';
import { changeEndpoint, type Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { noteTold, pauseEndpoint, restEndpoint } from '@wagw/shared/webhooks/endpoint-turns';
import type { Redis } from 'ioredis';
import { createSignal } from '../sessions/signal.ts';
import { type Attempted, type AttemptParts, attempt } from './attempt.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { TellOfEndpoint } from './endpoint-events.ts';
import type { Endpoints } from './endpoints.ts';

/** New deliveries that another process has handed out, and changes of the endpoint, are seen this soon while some are under way. */
const LOOK_AGAIN_MS = 200;
const PAUSE = { firstMs: 5_000, longestMs: 300_000 };
/** It is told after this many attempts in a row that an endpoint fails. */
const TELL_AFTER_TRIES = 4;
/** After nothing but failures for this long an endpoint is disabled. */
const HOPELESS_MS = 120 * 3_600_000;

export interface TurnParts extends AttemptParts {
  readonly redis: Redis;
  readonly endpoints: Endpoints;
  /** How many requests are under way to one endpoint at most. */
  readonly concurrency: number;
  readonly tell: TellOfEndpoint;
  readonly logger: Logger;
}

/** One endpoint's turn: works off what is due for it, until nothing is. */
export interface Turn {
  readonly done: Promise<void>;
  /** Something may be due now. */
  wake(): void;
}

export function startTurn(endpointId: string, parts: TurnParts, isStopping: () => boolean): Turn {
  const { redis, endpoints } = parts;
  const busy = new Map<string, Promise<void>>();
  const breaker = createBreaker();
  let woken = createSignal();

  async function run(): Promise<void> {
    for (;;) {
      woken = createSignal();
      for (const [endpoint, due] of await next()) {
        busy.set(
          due.member,
          carryOut(endpoint, due).finally(() => {
            busy.delete(due.member);
            woken.fire();
          }),
        );
      }
      if (busy.size === 0) break;
      const timer = setTimeout(woken.fire, LOOK_AGAIN_MS);
      await woken.fired;
      clearTimeout(timer);
    }
    await restEndpoint(redis, endpointId);
  }

  async function next(): Promise<(readonly [Endpoint, Due])[]> {
    const free = parts.concurrency - busy.size;
    if (free <= 0 || isStopping()) return [];
    await endpoints.refresh();
    const endpoint = endpoints.get(endpointId);
    if (endpoint?.enabled !== true) return [];
    const due = await readDue(redis, endpoint, free, [...busy.keys()]);
    return due.map((each) => [endpoint, each] as const);
  }

  async function carryOut(endpoint: Endpoint, due: Due): Promise<void> {
    try {
      const attempted = await attempt(endpoint, due, parts);
      await judge(endpoint, due, attempted, breaker, parts);
    } catch (error) {
      // It stays due.
      parts.logger.error({ err: error, webhook: endpointId }, 'a delivery broke; trying again');
      await sleep(PAUSE.firstMs);
    }
  }

  return { done: run(), wake: () => woken.fire() };
}

/** What an attempt says of its endpoint. */
async function judge(
  endpoint: Endpoint,
  due: Due,
  { outcome, tries, fares }: Attempted,
  breaker: Breaker,
  { redis, tell, logger }: TurnParts,
): Promise<void> {
  const isOpen = breaker.note(outcome.outcome === 'failed');
  if (outcome.outcome === 'delivered') {
    if (!fares.isTold) return;
    await tell(endpoint, due, { event: 'webhook.recovered' }, due.deliveries[0]?.id ?? '');
    await noteTold(redis, endpoint.id, false);
    return;
  }
  const since = fares.failingSince ?? Date.now();
  const isGone = outcome.retry === 'when_enabled';
  if (isGone || Date.now() - since >= HOPELESS_MS) {
    const reason = isGone ? 'gone' : 'failing';
    await tell(endpoint, due, { event: 'webhook.disabled', reason }, String(endpoint.updatedAt));
    await changeEndpoint(redis, endpoint.id, { enabled: false, disabledReason: reason }, Date.now());
    logger.warn({ webhook: endpoint.id, reason }, 'webhook disabled');
    return;
  }
  if (isOpen || fares.isOnTrial) {
    const pauseMs = await pauseEndpoint(redis, endpoint.id, PAUSE);
    if (pauseMs > 0) logger.warn({ webhook: endpoint.id, pauseMs }, 'webhook paused: most attempts fail');
  }
  if (tries >= TELL_AFTER_TRIES && !fares.isTold) {
    await tell(endpoint, due, { event: 'webhook.failing', since, reason: outcome.detail }, String(since));
    await noteTold(redis, endpoint.id, true);
  }
}
