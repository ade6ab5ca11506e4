import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApiProcess } from '@wagw/api/testing/api-process';
import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import type { ApiDocument, Existing } from './api-requests.ts';

const KEY = 'a-key-for-malformed-requests';
const LOOK_MS = 100;
const SESSIONS = ['s1', 's2', 's3'];

/** A real api process with a real Redis, and something in it that requests can be about. */
export interface ApiUnderTest {
  readonly port: number;
  readonly document: ApiDocument;
  readonly existing: Existing;
  /** The longest time in seconds for which its event loop stood still since the last look. */
  longestStall(): Promise<number>;
  /** How it ended, each time that it did so unasked. */
  readonly deaths: readonly string[];
  close(): Promise<void>;
}

/** Plays the worker where the api waits for one whatever it is asked: no session wants a pairing code. */
async function refusePairing(redis: Redis, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    for (const id of await redis.zrange(keys.sessions, '0', '-1')) {
      const asked = await redis.hget(keys.session(id), 'pairing');
      if (asked === null || asked.includes('"error"')) continue;
      const refused = JSON.stringify({ ...JSON.parse(asked), error: 'not_waiting' });
      await redis.hset(keys.session(id), 'pairing', refused);
    }
    await sleep(LOOK_MS, undefined, { signal: ending }).catch(() => undefined);
  }
}

export async function startApiUnderTest(): Promise<ApiUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'wagw-malformed-'));
  const redis = await startTemporaryRedis();
  const deaths: string[] = [];
  const api = await startApiProcess({
    apiKey: KEY,
    env: {
      LOG_LEVEL: 'warn',
      REDIS_URL: redis.url,
      MEDIA_STORE: `directory:${join(folder, 'media')}`,
      // They would answer most of what is asked here.
      RATE_LIMIT_PER_KEY: '0',
      RATE_LIMIT_PER_IP: '0',
      RATE_LIMIT_WRONG_KEYS: '0',
    },
    logFile: join(folder, 'api.log'),
    onRestart: (_name, how) => deaths.push(how),
  });
  const { url } = api;
  const headers = { 'x-gateway-key': KEY, 'content-type': 'application/json' };
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  const ending = new AbortController();
  const refusing = refusePairing(redis.client, ending.signal);
  const close = async () => {
    ending.abort();
    await refusing;
    await api.process.stop();
    await redis.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await api.ready();
    const messageIds: string[] = [];
    for (const id of SESSIONS) {
      await post('/api/v1/sessions', { id });
      // As if a worker had connected it.
      await redis.client.hset(keys.session(id), { owner: 'w1', epoch: '1', code: 'ready' });
      const sent = await post(`/api/v1/sessions/${id}/messages`, { to: '5511987654321', text: 'Oi' });
      messageIds.push(String(sent.id));
    }
    await redis.client.set(keys.worker('w1'), '');
    const webhook = await post('/api/v1/webhooks', { url: 'https://8.8.8.8/hook' });
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;

    const ids = {
      // Both sessions and webhooks are called `id` in paths.
      id: [...SESSIONS, String(webhook.id), 'nobody'],
      messageId: [...messageIds, 'nothing'],
      chatId: ['5511987654321@c.us', '120363041234567890@g.us', '1@lid'],
      contactId: ['5511987654321@c.us', '1@lid'],
      groupId: ['120363041234567890@g.us'],
    };
    return {
      port: Number(new URL(url).port),
      document,
      existing: { key: KEY, ids },
      async longestStall() {
        const text = await (await fetch(`${url}/metrics`, { headers })).text();
        return Number(/^wagw_nodejs_eventloop_lag_max_seconds(?:\{.*\})? (\S+)$/m.exec(text)?.[1]);
      },
      deaths,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
