import { randomBytes } from 'node:crypto';
import { createKey } from '@wagw/shared/access/key-store';
import type { Scope } from '@wagw/shared/access/scopes';
import type { Redis } from 'ioredis';
import { type Answer, KEY, startApi } from '../../../testing/running-api.ts';

/** An api that serves the routes of Evolution, asked as a backend of Evolution asks. */
export interface EvolutionApi {
  readonly redis: Redis;
  /** @param key in the header `apikey`; the operator's by default */
  ask(method: string, path: string, body?: unknown, key?: string): Promise<Answer>;
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Creates a session that looks connected, whose owner is `w1` with the epoch 1. */
  connected(name: string): Promise<void>;
  keyOf(tenantId: string, scopes: readonly Scope[]): Promise<string>;
  waitingJobs(name: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function startEvolutionApi(): Promise<EvolutionApi> {
  const api = await startApi();
  const { baseUrl, close } = await api.startAnother({ dialects: ['evolution'] });
  const redis = api.redisServer.client;
  return {
    redis,
    async ask(method, path, body, key = KEY) {
      const response = await fetch(baseUrl + path, {
        method,
        headers: { apikey: key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer['body'],
      };
    },
    fetch: (path, init) => fetch(baseUrl + path, { ...init, headers: { apikey: KEY, ...init.headers } }),
    connected: api.connected,
    keyOf: (tenantId, scopes) =>
      createKey(
        redis,
        randomBytes(6).toString('hex'),
        { name: '', tenantId, scopes, expiresAt: null },
        Date.now(),
      ),
    waitingJobs: api.waitingJobs,
    async close() {
      await close();
      await api.close();
    },
  };
}
