import { afterAll, beforeAll } from '@jest/globals';
import { readEvents } from '@wagw/shared/events/event-log';
import { type Due, readDue, settle } from '@wagw/shared/webhooks/due-deliveries';
import { readEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';
import { append, ownedSession } from './append-events.ts';
import { type Answer, type RunningApi, startApi } from './running-api.ts';

/** What a worker writes down of each attempt here, whatever came of it. */
export const ATTEMPT = {
  at: '2026-01-01T12:00:00.000Z',
  durationMs: 12,
  outcome: 'http_5xx',
  status: 500,
  detail: 'The receiver answered 500.',
  response: 'oops',
  requestHeaders: { 'webhook-id': 'evt_1', 'webhook-signature': 'v1,c2lnbmVk' },
  responseHeaders: { server: 'shop' },
};

export interface Listed {
  readonly id: string;
  readonly event: string;
  readonly seq: number;
  readonly sessionId: string;
  readonly status: string;
}

type Status = 'delivered' | 'dead' | 'pending';

export const problemOf = ({ status, body }: Answer) => [status, body.code];

/** For a whole test file: an api with webhooks, and a worker's part in them, which tests play themselves. */
export function useWebhooks() {
  let api: RunningApi;
  let redis: Redis;
  let sessions = 0;
  beforeAll(async () => {
    api = await startApi();
    redis = api.redisServer.client;
  });
  afterAll(() => api.close());

  const ask = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    api.call('POST', `/api/v1/webhooks/${path}`, { body, headers });

  /** What a worker would post now. */
  async function dueOf(id: string): Promise<Due[]> {
    const endpoint = await readEndpoint(redis, id);
    if (endpoint === undefined) throw new Error('there is no such webhook');
    return readDue(redis, endpoint, 20_000, []);
  }

  /** What a worker writes after an attempt. @param nextAt unix milliseconds of the next one; it counts for `pending` alone */
  const settleDue = (id: string, due: Due, status: Status, nextAt = 9e12) =>
    settle(redis, { id, batch: null }, due, {
      status,
      attempt: JSON.stringify(ATTEMPT),
      nextAt,
      keepMs: 60_000,
      failure: ATTEMPT.detail,
    });

  return {
    get api() {
      return api;
    },
    get redis() {
      return redis;
    },
    ask,
    dueOf,
    settleDue,

    /** @returns the id of a new webhook */
    async webhook(settings: object = {}): Promise<string> {
      const body = { url: 'https://shop.example/hooks', ...settings };
      return String((await api.call('POST', '/api/v1/webhooks', { body })).body.id);
    },

    replay: (id: string, body?: unknown) => ask(`${id}/replay`, body),
    delivery: (id: unknown) => api.call('GET', `/api/v1/webhooks/deliveries/${id}`),

    async list(id: string, query = '', what = 'deliveries') {
      const { body } = await api.call('GET', `/api/v1/webhooks/${id}/${what}?${query}`);
      return body as unknown as { items: Listed[]; nextCursor: string | null };
    },

    /** Everything that is due, again and again, comes to this. @returns the events in the order of the attempts */
    async workOff(id: string, status: 'delivered' | 'dead' = 'delivered'): Promise<string[]> {
      const done: string[] = [];
      for (let due = await dueOf(id); due.length > 0; due = await dueOf(id)) {
        for (const each of due) {
          done.push(...each.deliveries.map(({ eventId }) => eventId));
          await settleDue(id, each, status);
        }
      }
      return done;
    },

    /** A session with events in its log. @returns its id, and the ids of its events */
    async sessionWith(count: number, tenantId?: string): Promise<{ id: string; events: string[] }> {
      sessions += 1;
      const id = await ownedSession(redis, `logged-${sessions}`, tenantId);
      for (let n = 0; n < count; n += 1) await append(redis, id, tenantId === undefined ? {} : { tenantId });
      const logged = await readEvents(redis, id, 0, count);
      return { id, events: logged.map(({ json }) => (JSON.parse(json) as { id: string }).id) };
    },
  };
}
