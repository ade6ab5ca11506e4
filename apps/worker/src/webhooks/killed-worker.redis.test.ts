import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { WEBHOOK_QUEUE } from '@wagw/shared/queue/queues';
import { QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { addDeliveries } from '@wagw/shared/webhooks/hand-out';
import { delivery } from '../testing/deliverer-for-suite.ts';
import { startDeliveryScene } from '../testing/delivery-scene.ts';
import { forEachTest } from '../testing/for-suite.ts';
import { startLocalReceiver } from '../testing/local-receiver.ts';
import { startWorkerProcesses } from '../testing/worker-processes.ts';

/** A real worker process, killed in the middle of its deliveries. */

const PATIENCE_MS = 30_000;
const HOUR_MS = 3_600_000;
const UNDER_WAY = 5;
const EACH = 20;

let server: TemporaryRedis;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const receiver = forEachTest(startLocalReceiver, (it) => it.close());

const lockOf = (endpointId: string) => `${QUEUE_PREFIX}:${WEBHOOK_QUEUE}:${endpointId}:lock`;

test(
  'kill -9: the next worker goes on before the locks run out, and repeats what was under way with the same id and bytes',
  async () => {
    for (const id of ['parallel', 'ordered']) {
      await createEndpoint(server.client, id, { url: new URL(id, receiver.url).href }, Date.now());
    }
    const numbers = Array.from({ length: EACH }, (_, index) => index + 1);
    await addDeliveries(server.client, [
      ...numbers.map((seq) => delivery(seq, { to: 'parallel' })),
      ...numbers.map((seq) => delivery(seq + EACH, { to: 'ordered', lane: 'shop' })),
    ]);
    receiver.answer = () => undefined;
    const worker = startWorkerProcesses({
      REDIS_URL: server.url,
      WORKER_ROLES: 'webhooks',
      WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
      WEBHOOK_CONCURRENCY: String(UNDER_WAY),
    });
    ends.push(() => worker.kill());
    await until('requests under way', PATIENCE_MS, () => receiver.requests.length === UNDER_WAY + 1);
    const heir = await startDeliveryScene(server.url, { schedule: [50], concurrency: 5, timeoutMs: 5_000 });
    ends.push(() => heir.close());
    receiver.answer = (_request, response) => void response.writeHead(204).end();

    const ids = () => receiver.requests.map(({ headers }) => String(headers['webhook-id']));
    const interrupted = ids();
    const pid = await worker.workerPid();
    process.kill(pid, 'SIGSTOP');
    // It renews them no more; they would hold everybody off for longer than this test lasts.
    for (const id of ['parallel', 'ordered'])
      expect(await server.client.pexpire(lockOf(id), HOUR_MS)).toBe(1);
    process.kill(pid, 'SIGKILL');
    const after = () => ids().slice(interrupted.length);
    await until('the repetitions', PATIENCE_MS, () => interrupted.every((id) => after().includes(id)));
    await until('the rest', PATIENCE_MS, () => new Set(ids()).size === 2 * EACH);

    const contents = new Set(
      receiver.requests.map(({ headers, body }) => `${headers['webhook-id']} ${body}`),
    );
    expect(contents.size).toBe(2 * EACH);
    const ordered = receiver.requests.filter(({ url }) => url === '/ordered').slice(1);
    expect(ordered.map(({ headers }) => headers['webhook-id'])).toEqual(
      numbers.map((seq) => `evt_${seq + EACH}`),
    );
  },
  PATIENCE_MS * 4,
);
