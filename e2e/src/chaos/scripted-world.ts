import { join } from 'node:path';
import { until } from '@wagw/local-machine/until';
import { parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import { readSession } from '@wagw/shared/sessions/session-store';
import { type Effect, type Sink, sinkUrl, startSink } from '@wagw/worker/testing/sink';
import type { Redis } from 'ioredis';
import type { LoggedEntry, SeenConnection, SeenEffect } from './history.ts';
import { asLoggedEntry } from './logged-entry.ts';
import { ownerOf, pidOf } from './ownership.ts';
import { type Platform, startPlatform } from './platform.ts';
import { seeded } from './random.ts';
import { startSlowFiles } from './slow-files.ts';
import type { World, WorldOptions } from './world.ts';

/** Of the sends, the part that certainly does not get through. */
const REFUSED = 0.08;
const LOST_ANSWERS = 0.03;
const LATENCY_MS = [2, 15] as const;
const CUSTOMER = '+5511987654321';
const CUSTOMER_CHAT = '5511987654321@c.us';
const CONNECTED_MS = 60_000;
const PAGE = 1_000;

/** Real workers, api and Redis, and a WhatsApp without browsers that notes who does what and when. */
export async function startScriptedWorld(options: WorldOptions): Promise<World> {
  const random = seeded(options.seed);
  const { lostAnswers = LOST_ANSWERS } = options;
  let redis: Redis | undefined;
  let incoming = 0;
  let lost = 0;
  const sink = await startSink({
    latencyMs: () => random.between(...LATENCY_MS),
    fate: () => {
      const luck = random.next();
      if (luck < REFUSED) return 'refused';
      if (luck >= REFUSED + lostAnswers) return 'accepted';
      lost += 1;
      return 'lost';
    },
    ownerOf: async (session) => (redis === undefined ? undefined : await ownerOf(redis, session)),
  });
  const slow = options.files === undefined ? undefined : await startSlowFiles(random);
  const platform = await startPlatform({
    ...options,
    ...(slow === undefined
      ? {}
      : {
          env: {
            MEDIA_ALLOWED_HOSTS: new URL(slow.url).host,
            MEDIA_STORE: `directory:${join(options.dataPath, 'media')}`,
          },
        }),
    whatsappPort: sink.port,
    program: 'apps/worker/src/testing/scripted-main.ts',
    workerEnv: (port) => ({
      SINK_URL: sinkUrl(port),
      WORKER_ROLES: 'sessions',
      MAX_STARTING_SESSIONS: '20',
      SEND_TIMEOUT: '5s',
    }),
  });
  redis = platform.redis.client;
  const sessions = Array.from({ length: options.sessions }, (_, index) => `shop-${index}`);
  return {
    ...platform,
    sessions,
    customer: CUSTOMER,
    ...(slow === undefined ? {} : { files: { url: slow.url, share: options.files ?? 0 } }),
    browsers: () => [],
    connectAll: () => connectAll(platform, sessions),
    underWay: (pids) => sink.underWay(pids),
    async incoming(session, text) {
      incoming += 1;
      const id = `3A${String(incoming).padStart(18, '0')}`;
      sink.incoming(session, { id, chat: CUSTOMER_CHAT, text });
      return id;
    },
    effects: async () => sink.effects.map(asSeen),
    lostAnswers: () => lost,
    async aftermath() {
      const logs = await Promise.all(sessions.map((session) => readLog(platform.redis.client, session)));
      return { connections: connectionsOf(sink), log: logs.flat() };
    },
    async close() {
      await platform.close();
      await sink.close();
      await slow?.close();
    },
  };
}

async function connectAll({ client, redis }: Platform, sessions: readonly string[]): Promise<void> {
  for (const session of sessions) await client.startSession(session);
  await until('a connection of every session', CONNECTED_MS, async () => {
    const records = await Promise.all(sessions.map((session) => readSession(redis.client, session)));
    return records.every((record) => record?.code === 'ready');
  });
}

function asSeen({ session, text, id, outcome, pid, calledAt, owner }: Effect): SeenEffect {
  const maker = pidOf(owner?.worker);
  return {
    session,
    text,
    id,
    outcome,
    maker: pid,
    calledAt,
    ...(owner === undefined || maker === undefined ? {} : { owner: maker, ownedSince: owner.epoch }),
  };
}

function connectionsOf({ connections }: Sink): SeenConnection[] {
  return connections.map(({ session, pid, from, to }) => ({
    session,
    maker: pid,
    from,
    to: to ?? Number.POSITIVE_INFINITY,
  }));
}

async function readLog(redis: Redis, session: string): Promise<LoggedEntry[]> {
  const log: LoggedEntry[] = [];
  for (;;) {
    const events = await readEvents(redis, session, log.at(-1)?.seq ?? 0, PAGE);
    log.push(...events.map(({ json }) => asLoggedEntry(parseEnvelope(json))));
    if (events.length < PAGE) return log;
  }
}
