import { setTimeout as sleep } from 'node:timers/promises';
import type { TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { appendEvent, newEventId, unfenced } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { createSession } from '@wagw/shared/sessions/session-store';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { startDeliveryScene } from '@wagw/worker/testing/delivery-scene';
import { say } from '../scripted-gateway.ts';
import type { Receiving } from './receiving.ts';
import { describeLatency, median, quantile } from './times.ts';

/** From the recording of an event to its arrival, alone and beside an endpoint that never answers. */

const PATIENCE_MS = 120_000;
const TICK_MS = 10;
const LOG_LENGTH = 100_000;
const APPENDED_AT_ONCE = 500;
const HOLE = 'hole';
const HEALTHY = Array.from({ length: 10 }, (_, index) => `shop-${index}`);

interface Load {
  /** Events per second, over all sessions. */
  readonly rate: number;
  readonly seconds: number;
}

export async function measureLatency(
  server: TemporaryRedis,
  receiving: Receiving,
  load: Load,
): Promise<void> {
  await server.client.flushall();
  await prepare(server, receiving);
  const scene = await startScene(server);
  const before = process.cpuUsage();
  const ms = await arrivalTimes(server, receiving, load);
  const { user, system } = process.cpuUsage(before);
  await scene.close();
  const cpu = Math.round((user + system) / ms.length);
  say(
    `event → delivered at ${load.rate}/s, 10 sessions and endpoints: ${describeLatency(ms)}, ${cpu} µs of CPU each`,
  );
}

/** With and without, in turns. */
export async function measureBlackHole(
  server: TemporaryRedis,
  receiving: Receiving,
  { rounds, queued, ...load }: Load & { rounds: number; queued: number },
): Promise<void> {
  const without: number[][] = [];
  const beside: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [waiting, times] of [
      [0, without],
      [queued, beside],
    ] as const) {
      await server.client.flushall();
      await prepare(server, receiving);
      await fillHole(server, waiting);
      const scene = await startScene(server);
      await until('the queue of the black hole', PATIENCE_MS, async () => {
        return (await server.client.zcard(keys.webhookPending(HOLE))) === waiting;
      });
      times.push(await arrivalTimes(server, receiving, load));
      await scene.close();
    }
  }
  const p99 = (times: readonly (readonly number[])[]) => times.map((ms) => quantile(ms, 0.99));
  say(`ten endpoints at ${load.rate}/s: ${describeLatency(without.flat())}`);
  say(`  beside one that never answers, with ${queued} events queued: ${describeLatency(beside.flat())}`);
  const ratios = p99(beside).map((ms, round) => ms / (p99(without)[round] ?? 0));
  const all = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
  say(`  p99 with it ÷ without it, by round: ${all}; median ${median(ratios).toFixed(2)}`);
}

const startScene = (server: TemporaryRedis) =>
  startDeliveryScene(server.url, { schedule: [5_000, 300_000], concurrency: 50, timeoutMs: 10_000 });

/** A session and an endpoint for each name. */
async function prepare({ client }: TemporaryRedis, receiving: Receiving): Promise<void> {
  for (const id of [...HEALTHY, HOLE]) {
    await createSession(client, { id, tenantId: id, start: true, metadata: {} }, Date.now());
    const url = receiving.url(id === HOLE ? '/hole' : `/timed/${id}`);
    await createEndpoint(client, id, { url, tenantId: id }, Date.now());
  }
}

async function fillHole(server: TemporaryRedis, count: number): Promise<void> {
  for (let from = 0; from < count; from += APPENDED_AT_ONCE) {
    await Promise.all(Array.from({ length: APPENDED_AT_ONCE }, () => append(server, HOLE)));
  }
}

/** Returns from the recording to the arrival, of each event in milliseconds. */
async function arrivalTimes(
  server: TemporaryRedis,
  receiving: Receiving,
  { rate, seconds }: Load,
): Promise<number[]> {
  const recordedAt = new Map<string, number>();
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1_000) {
    const wanted = ((performance.now() - startedAt) / 1_000) * rate;
    while (recordedAt.size < wanted) {
      const session = HEALTHY[recordedAt.size % HEALTHY.length] ?? '';
      const { id, at } = beginAppend(server, session);
      recordedAt.set(id, at);
    }
    await sleep(TICK_MS);
  }
  const ms: number[] = [];
  await until('the last arrivals', PATIENCE_MS, async () => {
    for (const { id, at } of await receiving.arrivals()) {
      const from = recordedAt.get(id);
      if (from !== undefined) ms.push(at - from);
    }
    return ms.length >= recordedAt.size;
  });
  return ms;
}

function beginAppend(server: TemporaryRedis, session: string): { id: string; at: number } {
  const id = newEventId();
  const at = performance.timeOrigin + performance.now();
  void append(server, session, id);
  return { id, at };
}

const append = ({ client }: TemporaryRedis, session: string, id = newEventId()) =>
  appendEvent(client, {
    id,
    fence: unfenced(session),
    tenantId: session,
    body: { event: 'change_state', data: { state: 'CONNECTED' } },
    now: Date.now(),
    length: LOG_LENGTH,
  });
