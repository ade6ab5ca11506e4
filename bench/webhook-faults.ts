import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { startFaultyReceiver } from '@wagw/worker/testing/faulty-receiver';
import { FLAPPING_SECRET, runFlapping } from '@wagw/worker/testing/flapping';
import { startWorkerProcesses } from '@wagw/worker/testing/worker-processes';
import { say } from './scripted-gateway.ts';

/**
 * Events on their way to a receiver that fails in thirteen ways, while the process that delivers is killed. Run it by hand:
 * pnpm bench webhook-faults [--events 10000] [--sessions 200] [--kills-every 20000] [--seed 1]
 */

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000' },
    sessions: { type: 'string', default: '200' },
    'kills-every': { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
});
const events = Number(values.events);
const everyMs = Number(values['kills-every']);
const PATIENCE_MS = 1_800_000;
/** Enough that nothing is given up. */
const SCHEDULE = Array.from({ length: 100 }, () => '100ms').join();

const server = await startTemporaryRedis();
const receiver = await startFaultyReceiver(Number(values.seed), FLAPPING_SECRET);
const worker = startWorkerProcesses({
  WORKER_ROLES: 'webhooks',
  REDIS_URL: server.url,
  LOG_LEVEL: 'error',
  WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
  WEBHOOK_TIMEOUT: '1s',
  WEBHOOK_RETRY_SCHEDULE: SCHEDULE,
});
let kills = 0;
let isOver = false;
const killing = kill();
const startedAt = performance.now();
try {
  const verdict = await runFlapping(server.client, receiver, {
    events,
    sessions: Number(values.sessions),
    perSecond: 500,
    patienceMs: PATIENCE_MS,
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  say(`seed ${values.seed}: ${verdict.deliveries} deliveries in ${seconds.toFixed(0)} s, ${kills} × kill -9`);
  say(JSON.stringify(verdict));
  const behaved = [...receiver.behaved].map(([what, count]) => `${what} ${count}`).join(', ');
  say(`${behaved}; of a body at most ${receiver.mostWritten} bytes were taken`);
} finally {
  isOver = true;
  await killing;
  await worker.kill();
  await receiver.close();
  await server.close();
}
process.exit(0);

/** Only while something is on its way: whenever requests have come since the last time. */
async function kill(): Promise<void> {
  for (let before = 0; !isOver; ) {
    await sleep(everyMs);
    const pid = worker.presentWorker();
    if (isOver || pid === undefined || receiver.requests.length === before) continue;
    before = receiver.requests.length;
    process.kill(pid, 'SIGKILL');
    kills += 1;
  }
}
