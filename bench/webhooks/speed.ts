import type { TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { addDeliveries } from '@wagw/shared/webhooks/hand-out';
import { startDeliveryScene } from '@wagw/worker/testing/delivery-scene';
import { Agent, request } from 'undici';
import { say } from '../scripted-gateway.ts';
import type { Receiving } from './receiving.ts';
import { median, quantile } from './times.ts';

/** How fast a queue is worked off, and how fast the same requests go without any queue. */

const PATIENCE_MS = 300_000;
const UNDER_WAY = 50;
const TIMEOUT_MS = 10_000;
const ADDED_AT_ONCE = 500;
/** As long as an ordinary event. */
const TEXT = 'Olá! '.repeat(80);

interface Run {
  readonly perSecond: number;
  /** Of each request, in milliseconds. */
  readonly took: readonly number[];
  /** Of this process, for one request, in microseconds. */
  readonly cpuUs: number;
}

/** In turns, since the machine may be busy with other things at some times. */
export async function measureSpeed(
  server: TemporaryRedis,
  receiving: Receiving,
  { deliveries, rounds, endpoints }: { deliveries: number; rounds: number; endpoints: number },
): Promise<void> {
  const bare: Run[] = [];
  const ours: Run[] = [];
  // Until the code is warm.
  await runBare(receiving, deliveries);
  await runDeliverer(server, receiving, deliveries, endpoints);
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await runBare(receiving, deliveries));
    ours.push(await runDeliverer(server, receiving, deliveries, endpoints));
  }
  say(`bare undici loop: ${describeRuns(bare)}`);
  say(`deliveries to ${endpoints} endpoint(s): ${describeRuns(ours)}`);
  const shares = ours.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? 0));
  const listed = shares.map((share) => `${Math.round(share * 100)} %`).join(', ');
  say(`  of the bare loop in the same round: ${listed}; median ${Math.round(median(shares) * 100)} %`);
}

async function runBare(receiving: Receiving, count: number): Promise<Run> {
  const agent = new Agent({ pipelining: 1 });
  const body = Buffer.from(bodyOf(1));
  const watch = createWatch();
  let left = count;
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      await watch.time(async () => {
        const response = await request(receiving.url('/bare'), {
          method: 'POST',
          dispatcher: agent,
          body,
          headers: { 'content-type': 'application/json' },
        });
        await response.body.dump();
      });
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, loop));
  const run = watch.end();
  await agent.close();
  return run;
}

async function runDeliverer(
  server: TemporaryRedis,
  receiving: Receiving,
  count: number,
  endpoints: number,
): Promise<Run> {
  await server.client.flushall();
  const ids = Array.from({ length: endpoints }, (_, index) => `hook-${index}`);
  for (const id of ids) {
    await createEndpoint(server.client, id, { url: receiving.url(`/${id}`) }, Date.now());
  }
  for (let from = 1; from <= count; from += ADDED_AT_ONCE) await queue(server, ids, from, ADDED_AT_ONCE);
  const watch = createWatch();
  const scene = await startDeliveryScene(server.url, {
    schedule: [5_000],
    concurrency: Math.ceil(UNDER_WAY / endpoints),
    timeoutMs: TIMEOUT_MS,
    around: (poster) => ({
      close: () => poster.close(),
      post: (target, post) => watch.time(() => poster.post(target, post)),
    }),
  });
  await until('everything to be delivered', PATIENCE_MS, async () => {
    const waiting = await Promise.all(ids.map((id) => server.client.zcard(keys.webhookPending(id))));
    return waiting.every((waits) => waits === 0);
  });
  const run = watch.end();
  await scene.close();
  return run;
}

async function queue(server: TemporaryRedis, ids: readonly string[], from: number, count: number) {
  await addDeliveries(
    server.client,
    Array.from({ length: count }, (_, index) => ({
      id: `dlv_${from + index}`,
      endpointId: ids[index % ids.length] ?? '',
      eventId: `evt_${from + index}`,
      event: 'message',
      sessionId: 'shop',
      tenantId: 'acme',
      seq: from + index,
      recordedAt: Date.now(),
      body: bodyOf(from + index),
      lane: undefined,
      batch: null,
    })),
  );
}

const bodyOf = (seq: number) => JSON.stringify({ seq, id: `evt_${seq}`, event: 'message', body: TEXT });

/** Runs from the first request to the last. */
function createWatch() {
  const took: number[] = [];
  let startedAt: number | undefined;
  let endedAt = 0;
  let cpu = process.cpuUsage();
  return {
    async time<T>(request: () => Promise<T>): Promise<T> {
      const from = performance.now();
      if (startedAt === undefined) {
        startedAt = from;
        cpu = process.cpuUsage();
      }
      const answer = await request();
      endedAt = performance.now();
      took.push(endedAt - from);
      return answer;
    },
    end(): Run {
      const { user, system } = process.cpuUsage(cpu);
      const seconds = (endedAt - (startedAt ?? 0)) / 1_000;
      return { perSecond: took.length / seconds, took, cpuUs: (user + system) / took.length };
    },
  };
}

function describeRuns(runs: readonly Run[]): string {
  const rate = Math.round(median(runs.map(({ perSecond }) => perSecond)));
  const took = runs.flatMap((run) => run.took);
  const cpu = Math.round(median(runs.map(({ cpuUs }) => cpuUs)));
  const request = `a request p50 ${quantile(took, 0.5).toFixed(1)} ms, p99 ${quantile(took, 0.99).toFixed(1)} ms`;
  return `${rate}/s (median of ${runs.length} × ${runs[0]?.took.length}), ${request}, ${cpu} µs of CPU each`;
}
