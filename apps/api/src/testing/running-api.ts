import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import type { Scope } from '@wagw/shared/access/scopes';
import { createDirectoryStore } from '@wagw/shared/blobs/directory-store';
import { DEFAULT_DIALECTS } from '@wagw/shared/config/dialect-options';
import { createLogger } from '@wagw/shared/observability/logger';
import { createMetrics } from '@wagw/shared/observability/metrics';
import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { createLanes, laneName } from '@wagw/shared/queue/queues';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys, QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { Queue } from 'bullmq';
import { type App, type AppParts, buildApp } from '../app.ts';
import { createMediaIntake } from '../media/intake.ts';

export const KEY = 'a-key-for-tests';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface CallOptions {
  readonly body?: unknown;
  /** Instead of `body`. */
  readonly form?: FormData;
  readonly headers?: Record<string, string>;
}

export interface MadeKey {
  readonly id: string;
  readonly key: string;
  /** With which its holder calls. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An api that listens, with a Redis and a folder for files of its own. */
export interface RunningApi {
  readonly baseUrl: string;
  readonly app: App;
  readonly redisServer: TemporaryRedis;
  /** Calls with the key; bodies are JSON both ways. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The answer as it comes. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Another process of the same api, with its settings and over the same Redis. It ends with this one, should a test that fails not close it. */
  startAnother(
    changes?: Partial<AppParts>,
    extend?: (app: App) => void,
  ): Promise<{ baseUrl: string; app: App; close(): Promise<void> }>;
  /** Creates a key. @param settings what else keys have, as the API takes it */
  makeKey(scopes: readonly Scope[], tenantId?: string, settings?: object): Promise<MadeKey>;
  /** Creates a session that looks connected, whose owner is `w1` with the epoch 1. */
  connected(id: string): Promise<void>;
  /** The messages whose jobs wait in a lane, in the order in which it is worked off. */
  waitingJobs(sessionId: string): Promise<string[]>;
  close(): Promise<void>;
}

export const MAX_MB = 2;

/** @param settings instead of those that all tests have */
export async function startApi(settings: Partial<AppParts> = {}): Promise<RunningApi> {
  const redisServer = await startTemporaryRedis();
  const folder = await mkdtemp(join(tmpdir(), 'wagw-media-'));
  const clearUp = async () => {
    await redisServer.close();
    await rm(folder, { recursive: true, force: true });
  };
  const logger = createLogger({ name: 'api', level: 'silent' });
  const closings: (() => Promise<void>)[] = [];

  async function start(changes: Partial<AppParts> = {}, extend?: (app: App) => void) {
    const redis = connectRedis({ url: redisServer.url }, 'request', logger);
    await untilReady(redis);
    const blobs = createDirectoryStore(folder);
    const intake = createMediaIntake({
      redis,
      blobs,
      guard: createAddressGuard([], 'MEDIA_ALLOWED_HOSTS'),
      maxMb: MAX_MB,
      retentionDays: 30,
    });
    const app = await buildApp({
      redis,
      lanes: createLanes(redis),
      metrics: createMetrics('api', 'test'),
      logger,
      apiKey: KEY,
      messageRetentionDays: 30,
      blobs,
      intake,
      numbers: { isChecked: false },
      dialects: DEFAULT_DIALECTS,
      sse: { maxReaders: 10 },
      webhookGuard: createAddressGuard(['hooks.internal']),
      ...settings,
      ...changes,
    });
    const close = async () => {
      await app.close();
      redis.disconnect();
    };
    closings.push(close);
    try {
      extend?.(app);
      return { baseUrl: await app.listen({ host: '127.0.0.1', port: 0 }), app, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  const { baseUrl, app } = await start().catch(async (error: unknown) => {
    await clearUp();
    throw error;
  });
  const api: RunningApi = {
    baseUrl,
    app,
    redisServer,
    startAnother: start,

    fetch: (path, init = {}) =>
      fetch(baseUrl + path, { ...init, headers: { 'x-gateway-key': KEY, ...init.headers } }),

    async call(method, path, { body, form, headers = {} } = {}) {
      const response = await api.fetch(path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(form === undefined ? {} : { body: form }),
      });
      return answerOf(response);
    },

    async makeKey(scopes, tenantId, settings = {}) {
      const { status, body } = await api.call('POST', '/api/v1/keys', {
        body: { scopes, tenantId, ...settings },
      });
      if (status !== 201) throw new Error(`No key was made: ${body.detail}`);
      const key = String(body.key);
      return { id: String(body.id), key, headers: { 'x-gateway-key': key } };
    },

    async connected(id) {
      await api.call('POST', '/api/v1/sessions', { body: { id } });
      await redisServer.client.hset(keys.session(id), { owner: 'w1', epoch: '1', code: 'ready' });
      await redisServer.client.set(keys.worker('w1'), '');
    },

    async waitingJobs(sessionId) {
      const queue = new Queue(laneName(sessionId), {
        connection: redisServer.client,
        prefix: QUEUE_PREFIX,
      });
      const jobs = [
        ...(await queue.getJobs(['wait', 'active'], 0, -1, true)),
        ...(await queue.getPrioritized()),
      ];
      await queue.close();
      return jobs.map((job) => job.data.messageId as string);
    },

    async close() {
      await Promise.all(closings.map((close) => close()));
      await clearUp();
    },
  };
  return api;
}

/** Reads an answer to its end; without a body it is as one with nothing in it. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as Answer['body']);
  return { status: response.status, headers: response.headers, body };
}
