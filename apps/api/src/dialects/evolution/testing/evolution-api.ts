import type { Redis } from 'ioredis';
import type { AppParts } from '../../../app.ts';
import { askAs } from '../../../testing/ask-as.ts';
import { type Answer, KEY, type RunningApi, startApi } from '../../../testing/running-api.ts';

/** @param key in the header `apikey`; the operator's by default */
type Ask = (method: string, path: string, body?: unknown, key?: string) => Promise<Answer>;

/** An api that serves the routes of Evolution, asked as a backend of Evolution asks. */
export interface EvolutionApi {
  readonly redis: Redis;
  readonly ask: Ask;
  /** Another process of it, over the same Redis. */
  startAnother(changes: Partial<AppParts>): Promise<{ ask: Ask; close(): Promise<void> }>;
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Creates a session that looks connected, whose owner is `w1` with the epoch 1. */
  connected(name: string): Promise<void>;
  readonly makeKey: RunningApi['makeKey'];
  waitingJobs(name: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function startEvolutionApi(): Promise<EvolutionApi> {
  const api = await startApi({ dialects: ['evolution'] });
  const redis = api.redisServer.client;
  return {
    redis,
    ask: askingAt(api.baseUrl),
    async startAnother(changes) {
      const another = await api.startAnother(changes);
      return { ask: askingAt(another.baseUrl), close: another.close };
    },
    fetch: (path, init) => fetch(api.baseUrl + path, { ...init, headers: { apikey: KEY, ...init.headers } }),
    connected: api.connected,
    makeKey: api.makeKey,
    waitingJobs: api.waitingJobs,
    close: api.close,
  };
}

const askingAt = (baseUrl: string): Ask => {
  const asking = askAs(baseUrl, {});
  return (method, path, body, key = KEY) => asking(method, path, body, { apikey: key });
};
