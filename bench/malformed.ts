import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type ApiUnderTest, startApiUnderTest } from '@wagw/e2e/malformed/api-under-test';
import { exchange } from '@wagw/e2e/malformed/exchange';
import { heavyRequests } from '@wagw/e2e/malformed/heavy-requests';
import { faultOf } from '@wagw/e2e/malformed/judge';
import { runMalformed } from '@wagw/e2e/malformed/run';
import { say } from './scripted-gateway.ts';

/**
 * Malformed requests in great number against a real api: does it ever fail, is every refusal a proper problem, and for how long does
 * one request hold up the others? `pnpm bench malformed [--requests 20000] [--seed 1] [--at-once 8]`
 */

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    'at-once': { type: 'string', default: '8' },
  },
});
const TRIES = 5;

const ms = (seconds: number): string => `${Math.round(seconds * 1_000)} ms`;

const api = await startApiUnderTest();
let faults = 0;
try {
  await many(api);
  await heavy(api);
} finally {
  await api.close();
}
process.exit(faults === 0 ? 0 : 1);

async function many(under: ApiUnderTest): Promise<void> {
  const [seed, requests, atOnce] = [Number(values.seed), Number(values.requests), Number(values['at-once'])];
  say(`seed ${seed}: ${requests} requests, ${atOnce} at once`);
  const began = performance.now();
  const outcome = await runMalformed(under, { seed, requests, atOnce });
  say(
    `${outcome.asked} requests to ${outcome.operations} operations in ${Math.round((performance.now() - began) / 1_000)} s`,
  );
  say(`answers by status: ${JSON.stringify(outcome.statuses)}`);
  say(`problems by code: ${JSON.stringify(outcome.codes)}`);
  say(
    `${outcome.unanswered} connections ended without an answer, all of which the sender had ended or were no HTTP`,
  );
  say(`the event loop stood still for ${ms(outcome.longestStall)} at most`);
  for (const fault of outcome.faults) say(`✗ ${fault}`);
  faults += outcome.faults.length;
}

/** One after the other; of a few tries the shortest, because the machine does other things as well. */
async function heavy(under: ApiUnderTest): Promise<void> {
  say('what takes the most work, alone:');
  for (const request of heavyRequests(under.existing.key, 's1')) {
    const stalls: number[] = [];
    const statuses = new Set<number | undefined>();
    while (stalls.length < TRIES) {
      await under.longestStall();
      const [answer] = await exchange(under.port, request);
      stalls.push(await under.longestStall());
      statuses.add(answer?.status);
      const fault = answer === undefined ? 'no answer' : faultOf(answer);
      if (fault === undefined) continue;
      faults += 1;
      say(`✗ ${request.what}: ${fault}`);
    }
    say(`  ${request.what}: ${[...statuses].join(', ')}, ${ms(Math.min(...stalls))}`);
  }
}
