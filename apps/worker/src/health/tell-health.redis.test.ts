import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { minuteOf, readMinutes } from '@wagw/shared/health/history';
import { readWorkerReports } from '@wagw/shared/health/worker-reports';
import { VERSION } from '@wagw/shared/version';
import { silentLogger, testMetrics } from '../testing/parts.ts';
import { type HealthTeller, tellHealth } from './tell-health.ts';

const PATIENCE_MS = 20_000;

let server: TemporaryRedis;
let teller: HealthTeller | undefined;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(async () => {
  await teller?.close();
  await server.close();
});

test('a worker tells over and over what its metrics have counted, and nothing any more when it ends', async () => {
  const { metrics } = testMetrics();
  metrics.acceptedToSent.observe(2);
  metrics.sends.inc({ result: 'handed_over' });
  metrics.sends.inc({ result: 'failed' });
  metrics.sessions.set({ state: 'ready' }, 2);
  metrics.sessions.set({ state: 'qr' }, 1);
  const since = minuteOf(Date.now());
  const worker = { id: 'w1', host: 'here', roles: ['sessions'] };
  const parts = { redis: server.client, sessionsPath: tmpdir(), metrics, logger: silentLogger, everyMs: 100 };
  teller = tellHealth({ ...parts, worker });
  const first = await until('a report', PATIENCE_MS, async () => (await readWorkerReports(server.client))[0]);
  expect(first).toEqual({
    id: 'w1',
    host: 'here',
    version: VERSION,
    roles: ['sessions'],
    process: expect.objectContaining({ cpuPercent: expect.any(Number) }),
    disk: expect.objectContaining({ path: tmpdir() }),
    sessions: { count: 3, memoryBytes: 0 },
    messages: { sent: { count: 1, seconds: 2 }, failed: 1 },
    webhooks: { attempts: 0, delivered: { count: 0, seconds: 0 }, deadLetters: 0 },
  });

  metrics.acceptedToSent.observe(4);
  metrics.deliveries.inc({ outcome: 'delivered' });
  metrics.eventToDelivered.observe(0.5);
  const next = await until('the next one', PATIENCE_MS, async () => {
    const [report] = await readWorkerReports(server.client);
    return report?.messages.sent.count === 2 ? report : undefined;
  });
  expect(next.messages.sent).toEqual({ count: 2, seconds: 6 });
  expect(next.webhooks).toEqual({ attempts: 1, delivered: { count: 1, seconds: 0.5 }, deadLetters: 0 });

  // Nobody has told these when the worker ends.
  metrics.deliveries.inc({ outcome: 'delivered' });
  metrics.deliveries.inc({ outcome: 'timeout' });
  metrics.deadLetters.inc(3);
  metrics.events.inc({ event: 'message_unconfirmed' });
  await teller.close();
  expect(await readWorkerReports(server.client)).toEqual([]);
  const history = await readMinutes(server.client, since, minuteOf(Date.now()) - since + 1);
  const counted = (name: 'failed' | 'unconfirmed' | 'failedAttempts' | 'deadLetters') =>
    history.reduce((sum, { tallies }) => sum + tallies.counts[name], 0);
  expect({
    failed: counted('failed'),
    unconfirmed: counted('unconfirmed'),
    failedAttempts: counted('failedAttempts'),
    deadLetters: counted('deadLetters'),
    sent: Object.assign({}, ...history.map(({ tallies }) => tallies.times.sent)),
    delivered: Object.assign({}, ...history.map(({ tallies }) => tallies.times.delivered)),
  }).toEqual({
    failed: 1,
    unconfirmed: 1,
    failedAttempts: 1,
    deadLetters: 3,
    sent: { 2.5: 1, 5: 1 },
    delivered: { 0.5: 1 },
  });
});
