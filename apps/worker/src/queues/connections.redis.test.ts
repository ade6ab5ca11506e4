import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { createLanes } from '@wagw/shared/queue/queues';
import { createSession, readSession } from '@wagw/shared/sessions/session-store';
import { type LocalReceiver, startLocalReceiver } from '../testing/local-receiver.ts';
import { type Sink, startSink } from '../testing/sink.ts';
import { storeMessage } from '../testing/stored.ts';
import { startWorkerProcesses, type WorkerProcesses } from '../testing/worker-processes.ts';

const PATIENCE_MS = 45_000;
const SESSIONS = Array.from({ length: 20 }, (_, index) => `session-${index}`);
/** Commands, waiting, the lease's thread. */
const OF_A_WORKER = 3;
const OF_A_SUPERVISOR = 1;

let server: TemporaryRedis;
let sink: Sink;
let receiver: LocalReceiver;
let worker: WorkerProcesses;

beforeAll(async () => {
  [server, sink, receiver] = await Promise.all([startTemporaryRedis(), startSink(), startLocalReceiver()]);
  for (const id of SESSIONS) {
    await createSession(server.client, { id, tenantId: 'acme', start: true, metadata: {} }, Date.now());
  }
  worker = startWorkerProcesses({
    REDIS_URL: server.url,
    SINK_URL: sink.url,
    WORKER_ROLES: 'sessions,webhooks',
    MAX_SESSIONS: String(SESSIONS.length),
    APP_WEBHOOK_URL: receiver.url.href,
    WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
  });
}, PATIENCE_MS);
afterAll(async () => {
  await worker.kill();
  await Promise.all([sink.close(), receiver.close()]);
  await server.close();
}, PATIENCE_MS);

test(
  'a worker that owns twenty sessions, sends, and delivers webhooks has three connections to Redis, its supervisor one',
  async () => {
    const lanes = createLanes(server.client);
    for (const id of SESSIONS) {
      await until(`${id} to be ready`, PATIENCE_MS, async () => {
        return (await readSession(server.client, id))?.code === 'ready';
      });
      const { id: messageId } = await storeMessage(server.client, id, `from ${id}`);
      await lanes.add(id, [{ messageId, priority: 'interactive' }]);
    }
    await until('all sends', PATIENCE_MS, () => sink.effects.length === SESSIONS.length);
    const delivered = () =>
      new Set(receiver.requests.map(({ body }) => JSON.parse(body.toString()).sessionId));
    await until('a webhook of each session', PATIENCE_MS, () => delivered().size === SESSIONS.length);

    const info = await server.client.info('clients');
    const others = Number(/connected_clients:(\d+)/.exec(info)?.[1]) - 1;
    expect(others).toBe(OF_A_WORKER + OF_A_SUPERVISOR);
  },
  2 * PATIENCE_MS,
);
