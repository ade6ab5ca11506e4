import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { keepEvidence } from '@wagw/e2e/chaos/evidence';
import { describe, problemsOf } from '@wagw/e2e/chaos/report';
import { runChaos } from '@wagw/e2e/chaos/run';
import type { World } from '@wagw/e2e/chaos/world';
import { measure, say } from './scripted-gateway.ts';

/**
 * SIGTERM of one worker after the other under load through the API, each followed by a new one: which requests fail, what is
 * lost or doubled, how long do they take to end? Run it by hand:
 * node --conditions=source --import tsx bench/rolling-restart.ts [--times 20]
 */

const { values } = parseArgs({ options: { times: { type: 'string', default: '20' } } });
const EVERY_MS = 4_000;
const setup = { hosts: 2, workers: 4, sessions: 40, leaseMs: 6_000, stallMs: 60_000 };

await measure(setup, async (world, dataPath) => {
  const requests = { all: 0, failed: 0 };
  const outcome = await runChaos(countingFailures(world, requests), {
    ...setup,
    seed: 1,
    seconds: (Number(values.times) * EVERY_MS) / 1_000,
    everyMs: EVERY_MS,
    sendsPerSecond: 60,
    incomingPerSecond: 10,
    faults: ['rolling-restart'],
    longestFaultMs: 1_000,
    say,
  });
  for (const line of describe(outcome)) say(line);
  say(`${requests.failed} of ${requests.all} requests to the API failed`);
  const enough = { sends: 0, strikes: Number(values.times) * 0.8, inFlight: 0, everyFault: false };
  const problems = problemsOf(outcome, enough);
  for (const problem of problems) say(`✗ ${problem}`);
  if (problems.length > 0)
    say(`kept in ${keepEvidence({ problems, history: outcome.history }, dataPath, 'rolling-restart')}`);
});
process.exit(0);

/** The same world, with a client that calls once: what fails is counted, and then sent by the one that calls again. */
function countingFailures(world: World, requests: { all: number; failed: number }): World {
  const { apiUrl, apiKey, client } = world;
  return {
    ...world,
    client: {
      ...client,
      async send(session, message, key = randomUUID()) {
        requests.all += 1;
        const response = await fetch(`${apiUrl}/api/v1/sessions/${session}/messages`, {
          method: 'POST',
          headers: { 'x-gateway-key': apiKey, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify(message),
        }).catch(() => undefined);
        await response?.arrayBuffer();
        if (response?.ok !== true) requests.failed += 1;
        return await client.send(session, message, key);
      },
    },
  };
}
