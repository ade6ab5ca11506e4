import { until } from '@wagw/local-machine/until';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { announceDrain, endLease, renewLease } from '@wagw/shared/sessions/workers';
import type {
  Account,
  EndReason,
  Engine,
  EngineEvent,
  EngineFactory,
  EngineListener,
} from '../engine/engine.ts';
import type { OutgoingMessage } from '../engine/outgoing.ts';
import type { KeptLease } from '../lease/keep-lease.ts';
import { createWorkerQueues } from '../queues/worker-queues.ts';
import { loginsInSharedFolder, sessionMaker } from '../sessions/own-session.ts';
import { createOwnership } from '../sessions/ownership.ts';
import { createSessionHost, type SessionHost } from '../sessions/session-host.ts';
import { silentLogger, testMetrics, unlimitedPace } from './parts.ts';
import { createScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';
import { createMemoryBlobs, createScriptedFiles } from './scripted-files.ts';

const ACCOUNT: Account = { phone: '5511912345678', name: 'Loja', platform: 'android' };
const PATIENCE_MS = 20_000;
const LONG_MS = 3_600_000;

/** An engine whose life a test directs; started, it is ready at once. */
export interface DirectedEngine extends ScriptedEngine {
  readonly sessionId: string;
  readonly workerId: string;
  readonly isRunning: boolean;
  end(reason: EndReason): void;
  /** Reports an event, as if WhatsApp had told of it. */
  report(event: EngineEvent): void;
}

/** A worker within the test's process: its session host with real Redis, and engines without browsers. */
export interface HostScene {
  readonly id: string;
  readonly host: SessionHost;
  /** Every engine it has made, in order. */
  readonly engines: readonly DirectedEngine[];
  /** The running engine of a session. */
  engineOf(sessionId: string): DirectedEngine;
  /** From now on engines end at once for this reason instead of becoming ready. */
  refuse(reason: EndReason): void;
  /** Whether the worker may act; a test takes this away and gives it back. */
  setHeld(isHeld: boolean): void;
  close(): Promise<void>;
}

export interface HostSceneOptions {
  readonly id: string;
  readonly labels?: readonly string[];
  readonly capacity?: number;
  readonly rebalanceMs?: number;
  /** By default an hour, so that nobody reaps; whoever says less must renew it. */
  readonly leaseMs?: number;
  readonly healthCheckMs?: number;
  /** By default an hour: what a test did not ask for must not help it. */
  readonly compareMs?: number;
  /** What engines do, in order, over all workers. */
  readonly history?: string[];
  /** What has left of each session; a test that has several workers one after the other gives them the same. */
  readonly left?: Map<string, OutgoingMessage[]>;
}

export async function startHostScene(redisUrl: string, options: HostSceneOptions): Promise<HostScene> {
  const { id, labels = [], capacity = 20, history = [], left = new Map(), leaseMs = LONG_MS } = options;
  const redis = connectRedis({ url: redisUrl }, 'work', silentLogger);
  await untilReady(redis);
  const queues = createWorkerQueues(redis, silentLogger);
  const worker = { id, host: id, loginHost: '', labels, capacity, isDraining: false, startedAt: Date.now() };
  await renewLease(redis, worker, leaseMs);

  let isHeld = true;
  const lease: KeptLease = {
    holds: () => isHeld,
    offer: () => undefined,
    drain: () => void announceDrain(redis, id),
    end: async () => {
      isHeld = false;
    },
  };
  const engines: DirectedEngine[] = [];
  let refusal: EndReason | undefined;
  const ownership = createOwnership(redis, { workerId: id, leaseMs, logger: silentLogger });
  const { metrics } = testMetrics();
  const factory: EngineFactory = {
    create(sessionId, listener) {
      const sent = left.get(sessionId) ?? [];
      if (options.left !== undefined) left.set(sessionId, sent);
      const engine = directedEngine(sessionId, id, listener, history, sent, () => refusal);
      engines.push(engine);
      return engine;
    },
    wipe: async () => undefined,
    hasLogin: async () => false,
    exportLogin: async () => undefined,
    importLogin: async () => undefined,
  };
  const host = createSessionHost({
    workerId: id,
    redis,
    ownership,
    lease,
    wait: queues.wait,
    admission: { capacity: async () => capacity },
    rebalanceMs: options.rebalanceMs ?? 0,
    compareMs: options.compareMs ?? LONG_MS,
    own: sessionMaker({
      queues,
      engines: factory,
      logins: loginsInSharedFolder,
      ownership,
      lease,
      metrics,
      logger: silentLogger,
      maxStarting: 10,
      healthCheckMs: options.healthCheckMs ?? LONG_MS,
      workerLabels: labels,
      sendAttempts: 3,
      eventLogLength: 1_000,
      messageRetentionDays: 1,
      numberTtl: { registeredMs: 60_000, unregisteredMs: 60_000 },
      files: createScriptedFiles(),
      pace: unlimitedPace,
      typingMs: 0,
      blobs: createMemoryBlobs(),
      received: { isAutomatic: true, maxBytes: 1_000_000, keptMs: 60_000 },
    }),
    metrics,
    logger: silentLogger,
  });
  const running = host.run();

  return {
    id,
    host,
    engines,
    engineOf(sessionId) {
      const engine = engines.findLast((candidate) => candidate.sessionId === sessionId);
      if (engine === undefined) throw new Error(`${id} has never run ${sessionId}`);
      return engine;
    },
    refuse: (reason) => {
      refusal = reason;
    },
    setHeld: (held) => {
      isHeld = held;
    },
    async close() {
      await host.drain();
      await running;
      await endLease(redis, id);
      await queues.close();
      redis.disconnect();
    },
  };
}

function directedEngine(
  sessionId: string,
  workerId: string,
  listener: EngineListener,
  history: string[],
  left: OutgoingMessage[],
  refusal: () => EndReason | undefined,
): DirectedEngine & Engine {
  const end = (reason: EndReason) => {
    if (!engine.isRunning) return;
    engine.isRunning = false;
    history.push(`${workerId} ended ${sessionId}`);
    listener({ type: 'ended', reason, detail: 'as the test wants' });
  };
  const engine = Object.assign(createScriptedEngine(left), {
    sessionId,
    workerId,
    isRunning: false,
    end,
    report: listener,
    start: async () => {
      engine.isRunning = true;
      history.push(`${workerId} started ${sessionId}`);
      const reason = refusal();
      if (reason === undefined) listener({ type: 'ready', account: ACCOUNT });
      else end(reason);
    },
    stop: async () => end('stopped'),
    logout: async () => end('logged_out'),
    requestPairingCode: async () => 'ABCD1234',
    messagesSince: async () => ({ messages: [], isComplete: true }),
  });
  return engine;
}

/** Waits until the session is ready with the worker of this id. */
export async function untilReadyWith(
  read: () => Promise<{ owner: string | undefined; code: string } | undefined>,
  workerId: string,
): Promise<void> {
  await until(`the session to be ready with ${workerId}`, PATIENCE_MS, async () => {
    const record = await read();
    if (record?.owner === workerId && record.code === 'ready') return true;
    throw new Error(`it is ${record?.code} with ${record?.owner}`);
  });
}
