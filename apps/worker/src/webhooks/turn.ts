import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@wagw/shared/observability/logger';
import { type Due, type Fares, readDue } from '@wagw/shared/webhooks/due-deliveries';
import { changeEndpoint, type Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { noteTold, pauseEndpoint, restEndpoint } from '@wagw/shared/webhooks/endpoint-turns';
import type { Redis } from 'ioredis';
import { createSignal } from '../signal.ts';
import { type AttemptParts, attempt, type Tried, writeDown } from './attempt.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { TellOfEndpoint } from './endpoint-events.ts';
import type { Endpoints } from './endpoints.ts';
import type { Outcome } from './outcome.ts';

/** New deliveries that another process has handed out, and changes of the endpoint, are seen this soon while some are under way. */
const LOOK_AGAIN_MS = 200;
/** While all goes on, endpoints may be so old. */
const REFRESH_EVERY_MS = 100;
/** So many times the requests under way are held at most, those included whose outcome is being written down. */
const MOST_HELD = 3;
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
  const { redis, endpoints, concurrency, logger } = parts;
  /** Everything that was read and whose outcome is not written down yet. */
  const held = new Set<string>();
  let underWay = 0;
  /** How many answers say to leave the endpoint alone and are being written down. */
  let halts = 0;
  const breaker = createBreaker();
  let woken = createSignal();

  async function run(): Promise<void> {
    try {
      do {
        woken = createSignal();
        await begin();
      } while (await somethingHappens());
    } finally {
      // Nobody else may begin before everything is written down.
      while (await somethingHappens()) woken = createSignal();
    }
    await restEndpoint(redis, endpointId);
  }

  /** Returns false when there is nothing to wait for. */
  async function somethingHappens(): Promise<boolean> {
    if (held.size === 0) return false;
    const timer = setTimeout(woken.fire, LOOK_AGAIN_MS);
    await woken.fired;
    clearTimeout(timer);
    return true;
  }

  /** The endpoint as it was at the last look, or undefined while nothing may be begun. */
  function open(): Endpoint | undefined {
    const endpoint = endpoints.get(endpointId);
    return endpoint?.enabled === true && halts === 0 && !isStopping() ? endpoint : undefined;
  }

  async function begin(): Promise<void> {
    await endpoints.refresh(open() === undefined ? 0 : REFRESH_EVERY_MS);
    const endpoint = open();
    const room = Math.min(concurrency - underWay, MOST_HELD * concurrency - held.size);
    if (endpoint === undefined || room <= 0) return;
    for (const due of await readDue(redis, endpoint, room, [...held])) {
      // An answer that came meanwhile may say to leave the endpoint alone: what was read stays due.
      if (open() === undefined) return;
      held.add(due.member);
      void carryOut(endpoint, due).finally(() => {
        held.delete(due.member);
        woken.fire();
      });
    }
  }

  async function carryOut(endpoint: Endpoint, due: Due): Promise<void> {
    underWay += 1;
    const tried = await attempt(endpoint, due, parts);
    underWay -= 1;
    const verdict = judge(tried.answer.outcome, breaker);
    const isHalt = verdict !== 'go_on';
    if (isHalt) halts += 1;
    // Another need not wait until this one is written down.
    else if (underWay === concurrency - 1) woken.fire();
    try {
      const fares = await writeDown(endpoint, due, tried, parts);
      await followUp(endpoint, due, { ...tried, verdict, fares }, parts);
    } catch (error) {
      // It stays due.
      logger.error({ err: error, webhook: endpointId }, 'a delivery broke; trying again');
      await sleep(PAUSE.firstMs);
    } finally {
      if (isHalt) halts -= 1;
    }
  }

  return { done: run(), wake: () => woken.fire() };
}

type Verdict = 'go_on' | 'pause' | 'disable';

/** What an answer says of its endpoint. */
function judge(outcome: Outcome, breaker: Breaker): Verdict {
  const isOpen = breaker.note(outcome.outcome === 'failed');
  if (outcome.outcome === 'delivered') return 'go_on';
  if (outcome.retry === 'when_enabled') return 'disable';
  return isOpen ? 'pause' : 'go_on';
}

/** What follows from an answer for its endpoint. */
async function followUp(
  endpoint: Endpoint,
  due: Due,
  { answer: { outcome }, tries, verdict, fares }: Tried & { verdict: Verdict; fares: Fares },
  { redis, endpoints, tell, logger }: TurnParts,
): Promise<void> {
  if (outcome.outcome === 'delivered') {
    if (fares.toldAt === '') return;
    await tell(endpoint, due, { event: 'webhook.recovered' }, fares.toldAt);
    await noteTold(redis, endpoint.id, false, fares.toldAt);
    return;
  }
  const since = fares.failingSince ?? Date.now();
  if (verdict === 'disable' || Date.now() - since >= HOPELESS_MS) {
    const reason = verdict === 'disable' ? 'gone' : 'failing';
    await tell(endpoint, due, { event: 'webhook.disabled', reason }, String(endpoint.updatedAt));
    await changeEndpoint(redis, endpoint.id, { enabled: false, disabledReason: reason }, Date.now());
    await endpoints.refresh();
    logger.warn({ webhook: endpoint.id, reason }, 'webhook disabled');
    return;
  }
  if (verdict === 'pause' || fares.isOnTrial) {
    const pauseMs = await pauseEndpoint(redis, endpoint.id, PAUSE);
    if (pauseMs > 0) logger.warn({ webhook: endpoint.id, pauseMs }, 'webhook paused: most attempts fail');
  }
  if (tries >= TELL_AFTER_TRIES && fares.toldAt === '') {
    await tell(endpoint, due, { event: 'webhook.failing', since, reason: outcome.detail }, String(since));
    await noteTold(redis, endpoint.id, true);
  }
}
