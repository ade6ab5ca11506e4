import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { createSession } from '@wagw/shared/sessions/session-store';
import { startSink } from '../testing/sink.ts';
import { startWorkerProcesses } from '../testing/worker-processes.ts';

/**
 * How long after the kill -9 of a worker process its sessions have another owner: two workers, ten sessions without
 * browsers, twenty kills. It takes minutes, for a supervisor waits longer each time before it starts a worker again. Run it
 * by hand:
 * node --conditions=source --import tsx apps/worker/src/bench/takeover.ts
 */

const KILLS = 20;
const SESSIONS = Array.from({ length: 10 }, (_, index) => `session-${index}`);
const PATIENCE_MS = 60_000;

const server = await startTemporaryRedis();
const redis = server.client;
const sink = await startSink();
const workers = [0, 1].map(() => startWorkerProcesses({ REDIS_URL: server.url, SINK_URL: sink.url }));
const first: number[] = [];
const last: number[] = [];
try {
  for (const id of SESSIONS) {
    await createSession(redis, { id, tenantId: 'bench', start: true, metadata: {} }, Date.now());
  }
  for (let kill = 0; kill < KILLS; kill += 1) await killOwner();
  report('first session claimed', first);
  report('all sessions claimed', last);
} finally {
  await Promise.all(workers.map((worker) => worker.kill()));
  await sink.close();
  await server.close();
}

async function killOwner(): Promise<void> {
  await until('two leases', PATIENCE_MS, async () => {
    const ids = await redis.smembers(keys.workers);
    return ids.length > 1 && (await redis.exists(ids.map(keys.worker))) === 2;
  });
  const before = await until('owners', PATIENCE_MS, async () => {
    const all = await owners();
    return all.every((owner) => owner !== null) && all;
  });
  const pids = await Promise.all(workers.map((worker) => worker.workerPid()));
  const pid = pids.find((candidate) => before[0]?.includes(`-${candidate}.`));
  if (pid === undefined) throw new Error('the owner is none of the workers');
  const moving = before.filter((owner) => owner === before[0]).length;

  const killedAt = performance.now();
  process.kill(pid, 'SIGKILL');
  let moved = 0;
  for (let seenFirst = false; moved < moving; ) {
    const now = await owners();
    moved = now.filter(
      (owner, index) => owner !== null && before[index] === before[0] && owner !== before[0],
    ).length;
    if (moved > 0 && !seenFirst) {
      seenFirst = true;
      first.push(performance.now() - killedAt);
    }
  }
  last.push(performance.now() - killedAt);
}

function owners(): Promise<(string | null)[]> {
  return Promise.all(SESSIONS.map((id) => redis.hget(keys.session(id), 'owner')));
}

function report(what: string, times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b).map((ms) => Math.round(ms));
  const p50 = sorted[Math.floor(sorted.length / 2)];
  process.stdout.write(`${what} after ${times.length} kills: p50 ${p50} ms, max ${sorted.at(-1)} ms\n`);
}
